"""Findings about a design: what it allows and a careful architect would not."""
