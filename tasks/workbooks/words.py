"""Every sentence that stands in a template, in one place, so that it can be said in another language."""

from __future__ import annotations

from gates.fields import Kind
from gates.vocabulary import Severity

README, ANSWERS, MACHINE = "Read me", "Answers", "gatehouse"
ASKED, ANSWER, BELONGS = "What is asked", "Your answer", "What belongs here"
SIGNATURE = {"name": "name", "role": "role", "signed_on": "signed on"}

FOR_CHANGE = "For {ref} {title}"
WHY = "Why it is asked for"
BASIS = "{basis} ({kind})"
OWED = "Who answers"
OWED_BY = "{owner}"
OWED_AND_JUDGED = "{owner}. Judged by: {reviewer}"
GUIDANCE = "What to provide"
COMPLETE = "What makes it complete"
HOW = "How to fill it in"
STEPS = (
    "Fill in the yellow cells of the other sheets. Every row of a table is one entry; add rows as you need them, empty "
    "ones do not count. Rows that are there already must be answered.",
    "Leave the headings and the names of the sheets as they are. Sheets and columns of your own are not taken: attach "
    "such workings as a document.",
    "A date may be a date of the workbook or a text such as 21 November 2026. A formula counts with the value that it "
    "shows when the workbook is saved.",
    "Hand it in: gatehouse evidence add {ref} {item} --record FILE.xlsx --by YOUR-ADDRESS",
)
LEVELS = {
    Severity.CRITICAL: "Must be so (blocks the gate)",
    Severity.WARNING: "Should be so (shown to the board)",
    Severity.INFO: "Advice",
}
ONLY_WHEN = "{message} Applies when {when}."
OPTIONAL = "May be left blank."
YES, NO = "yes", "no"

KINDS = {
    Kind.TEXT: "",
    Kind.NUMBER: "A number.",
    Kind.MONEY: "Pounds.",
    Kind.DATE: "A date.",
    Kind.BOOLEAN: "yes or no.",
    Kind.CHOICE: "One from the list.",
    Kind.CHOICES: "One or more, with commas between them: {choices}.",
    Kind.URL: "A web address, beginning with https://.",
    Kind.SIGNOFF: "",
    Kind.TABLE: "",
}
NOT_IN_LIST = "Choose from the list."
NOT_A_DATE = "This is no date. Keep it only if it is a date written as text, such as 21 November 2026."
NOT_A_NUMBER = "This is no number. Text such as 1,200 is understood, words are not."

# Faults, each behind the sheet and the cell that it is about.
PLACE = "{sheet}, cell {cell}: {fault}"
ON_SHEET = "{sheet}: {fault}"
NO_SHEET = "the sheet {sheet} is missing"
STRANGE_SHEET = "is no sheet of the template; attach such workings as a document and remove the sheet"
NO_HEADINGS = "the line of headings is missing ({headings})"
NO_COLUMN = "the column {column} is missing"
STRANGE_COLUMN = "{found} is no column of the template. {near}"
TWICE = "{found} stands here a second time"
NO_HEADING = "stands under no heading"
STRANGE_LINE = "{found} is not asked in the template. {near}"
NO_LINE = "the line {line} is missing"
NOT_CALCULATED = "holds a formula without a result; open and save the workbook in Excel, or type the value"
ERROR_VALUE = "shows the error {value}; correct the formula, or type the value"
PERCENTAGE = "is formatted as a percentage; enter {value} as a plain number"
NOT_A_DAY = "not a date: {value}"
MERGED = "the cells {cells} are merged; part them and fill in each"
TOO_MANY_ROWS = "holds something below row {row}, and at most {rows:,} rows are taken; attach a document"
