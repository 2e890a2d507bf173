"""The ledger, on SQLite and on PostgreSQL: every test that asks for `url` or `office` runs on both."""
