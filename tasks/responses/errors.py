"""Why a whole export or its mapping cannot be used. A bad row is a reject, not an error."""

from __future__ import annotations

from gates.errors import GateError


class UnreadableResponseMapping(GateError):
    """{file} cannot be read as a mapping: {why}"""

    advice = "config/imports/consultation.yaml is a mapping with comments to copy from."


class ResponsesNotRecognised(GateError):
    """{file} does not look like an export of a consultation: {why}."""

    advice = "Say with --map which column is what (config/imports/consultation.yaml). The headings are: {headings}."


class ResponseMappingDoesNotFit(GateError):
    """The mapping does not fit {file}: {why}"""

    advice = "The headings found on line {line} are: {headings}."
