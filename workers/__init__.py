"""Worker processes: read the streams, let the services work, settle, sweep, drain."""
