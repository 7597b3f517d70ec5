"""SAG: work over several services that is undone step by step where it fails."""
