"""Why a workbook cannot be read as evidence at all. What is wrong in single cells is told cell by cell."""

from __future__ import annotations

from gates.errors import GateError


class WorkbookUnreadable(GateError):
    """{file} cannot be read as a workbook: {why}."""

    advice = "Open it in Excel or LibreOffice and save it again as .xlsx, without a password."


class WorkbookOversized(GateError):
    """{file} is too large for a record: {why}."""

    advice = (
        "Keep the figures in a document, hand that in with --document, and put the results into the template."
    )


class WorkbookForeign(GateError):
    """{file} is not a template for {item}: {why}."""

    advice = "`gatehouse evidence template {item} --out {item}.xlsx` makes one; copy your answers into it."


class WorkbookOutdated(GateError):
    """{file} was made from another version of the catalogue ({made}), in which {item} asks for other things."""

    advice = (
        "Make a new template (`gatehouse evidence template {item} --ref REF --out NEW.xlsx`) and copy your answers "
        "into it."
    )
