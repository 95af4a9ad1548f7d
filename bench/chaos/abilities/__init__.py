"""The family of abilities that only chaos runs have."""
