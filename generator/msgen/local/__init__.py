"""`msgen up`: the whole generated system on this machine, without containers."""
