"""SEC: who may call what, and where data goes that needs care."""
