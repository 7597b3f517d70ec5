"""The figures of `msgen analyze` as tables, for terminals and for documents."""
