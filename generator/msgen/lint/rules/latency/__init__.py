"""Rules of latency: how long journeys take, and where the time goes."""
