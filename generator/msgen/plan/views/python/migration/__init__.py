"""Migrations as Python: the steps of the plan written with Alembic."""
