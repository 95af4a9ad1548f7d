"""How soon what is due is handed to a channel: `python -m bench.reminders`."""
