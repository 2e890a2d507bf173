"""Tests of the command line, on a real ledger in a folder of its own."""
