"""The vocabulary and the plumbing: values, settings, clock, ids, logging, the queue. Knows no other room."""
