"""Topology to render plan."""
