"""`msgen add`: what its kinds have in common, and the questions of each."""
