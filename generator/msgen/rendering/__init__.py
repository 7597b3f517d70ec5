"""Plan to tree: the only package that knows Copier and Jinja."""
