"""What depends on history: the tables that a service's migrations made so far, and what the next one changes."""
