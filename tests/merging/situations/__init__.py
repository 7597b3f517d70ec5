"""What people do to a generated project between two versions of its blueprint: the situations an update has to survive."""
