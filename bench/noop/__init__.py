"""A family of abilities with nothing but a no-op, for measurements of the worker's whole path."""
