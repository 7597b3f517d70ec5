"""The files that a contributor begins with: small, and working as they are."""
