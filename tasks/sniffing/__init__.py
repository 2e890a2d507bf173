"""What a file is, told from its content and never from its name, and what stands in the way of reading it."""

from tasks.sniffing.look import FLAGS, UNKNOWN, Looked, look_into, safe_to_show

__all__ = ["FLAGS", "UNKNOWN", "Looked", "look_into", "safe_to_show"]
