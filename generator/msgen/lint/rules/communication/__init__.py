"""COM: calls, contracts and what services ask of each other."""
