"""CFG: configuration, and how many kinds of technology there are."""
