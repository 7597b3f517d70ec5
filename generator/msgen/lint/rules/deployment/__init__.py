"""DEP: pods, releases and environments."""
