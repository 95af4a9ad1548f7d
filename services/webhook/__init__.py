"""Telling callers: compose, sign, send, on the one mechanism of durable work."""
