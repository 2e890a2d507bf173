"""Reading what a consultation platform exports: every row becomes a submission, or a reject with its reasons."""

from tasks.responses.file import Read, ResponseFile, read_responses
from tasks.responses.mapping import ResponseMapping, load_response_mapping

__all__ = ["Read", "ResponseFile", "ResponseMapping", "load_response_mapping", "read_responses"]
