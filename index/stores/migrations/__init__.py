"""Alembic's scripts; each schema that was ever released can be brought to the present one."""
