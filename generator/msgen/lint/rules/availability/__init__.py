"""Rules of availability: what may be down, and what goes down with it."""
