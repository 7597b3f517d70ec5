"""BND: contexts, services and teams, and the lines between them."""
