"""Clients that are made from docs/openapi.json; nothing of the product imports them."""
