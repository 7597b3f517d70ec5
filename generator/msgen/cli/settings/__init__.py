"""What options are set to where the command line does not say: by variables, and by a file of settings."""
