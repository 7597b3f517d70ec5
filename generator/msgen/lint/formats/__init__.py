"""Findings for people, for machines and for code hosts."""
