"""Is everything there that msgen needs, and does it work: what `msgen doctor` looks at, a module for each kind."""
