"""`msgen update`: from a changed spec, or changed blueprints, to what becomes of every file."""
