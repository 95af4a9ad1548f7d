"""What the product does, in values of the domain; knows no HTTP framework, no SQL and no Redis."""
