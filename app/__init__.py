"""The doors people come in by: each authenticates, parses, calls one command, renders. None holds a rule."""
