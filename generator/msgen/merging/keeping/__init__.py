"""What people keep of a generated system between two updates: their edits, what waits for them, what is theirs."""
