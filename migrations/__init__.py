"""Schema migrations (Alembic). Each one works with the code before and after it."""
