"""The rules of the stage gates: pure functions of data and `now`; they read no clock, file or database."""
