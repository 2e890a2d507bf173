"""Prefect tasks, one side effect each: run a check, send a card, render a pack, store a document."""
