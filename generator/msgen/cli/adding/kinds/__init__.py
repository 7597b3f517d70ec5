"""What can be added, one kind per module: its questions, and what its answers make."""
