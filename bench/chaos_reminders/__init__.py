"""Doses while everything breaks: `python -m bench.chaos_reminders`."""
