"""Evidence as a workbook: a template to fill in, written from an item's fields, and the way back to a record."""

from tasks.workbooks.errors import WorkbookForeign, WorkbookOutdated, WorkbookOversized, WorkbookUnreadable
from tasks.workbooks.reading import WorkbookRecord, read_workbook
from tasks.workbooks.writing import Filling, template_workbook

__all__ = [
    "Filling",
    "WorkbookForeign",
    "WorkbookOutdated",
    "WorkbookOversized",
    "WorkbookRecord",
    "WorkbookUnreadable",
    "read_workbook",
    "template_workbook",
]
