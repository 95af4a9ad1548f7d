"""Everything SQL: tables, one repository each, and the transaction that holds them together."""
