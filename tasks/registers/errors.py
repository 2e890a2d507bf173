"""Why a whole register, mapping or rejects file cannot be used. A bad row is a `Rejected`, not an error."""

from __future__ import annotations

from gates.errors import GateError


class UnreadableRegister(GateError):
    """{file} cannot be read as a register: {why}."""

    advice = "Save it as CSV UTF-8 or XLSX and try again."


class EmptyRegister(GateError):
    """{file} has nothing to import: {why}."""

    advice = "A register has one line of headings and at least one row below it."


class UnknownSheet(GateError):
    """{file} has no sheet named "{sheet}"."""

    advice = "Its sheets are: {sheets}."


class UnreadableMapping(GateError):
    """{file} cannot be read as a mapping: {why}"""

    advice = "config/imports/gmpp.yaml is a mapping with comments to copy from."


class MappingDoesNotFit(GateError):
    """The mapping does not fit {file}: {why}"""

    advice = "The headings found on line {line} are: {headings}."


class NoMapping(GateError):
    """Without a mapping the headings themselves must name the fields of a change: {why}."""

    advice = "Give a mapping file, or rename the headings. They are: {headings}."


class RejectsNotWritten(GateError):
    """The rejected rows of {file} cannot be written to {folder}: {why}."""

    advice = "Name a folder that you may write to."
