"""Questions to a person: what they are, who asks them, and in which order."""
