"""The first sheet of a template: what to provide, why, and what makes it complete."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gates.checks import Check
from gates.conditions import Truth, evaluate, in_words
from tasks.workbooks import style, words

if TYPE_CHECKING:
    from tasks.workbooks.writing import Filling

WIDTHS = (34, 110)


def write_readme(sheet: Any, filling: Filling) -> None:
    """Fill the sheet."""
    item = filling.item
    for column, width in zip("AB", WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    _title(sheet, f"{item.id} {item.title}")
    if filling.ref:
        _row(sheet, words.FOR_CHANGE.format(ref=filling.ref, title=filling.change_title), "")
    _row(sheet, words.GUIDANCE, " ".join(item.guidance.split()))
    _row(sheet, words.WHY, words.BASIS.format(basis=item.basis, kind=item.kind))
    _row(sheet, words.OWED, _owed(filling))
    _section(sheet, words.COMPLETE)
    for check in item.checks:
        applies = evaluate(check.when, filling.facts)
        if applies is not Truth.NO:
            _row(sheet, words.LEVELS[check.severity], _rule(check, sure=applies is Truth.YES))
    _section(sheet, words.HOW)
    for number, step in enumerate(words.STEPS, start=1):
        _row(sheet, str(number), step.format(ref=filling.ref or "REF", item=item.id))
    style.printable(sheet)


def _rule(check: Check, *, sure: bool) -> str:
    """A rule in words. Where it holds for some changes only and it is not known of this one, it says for which."""
    message = f"{check.message} ({check.basis})" if check.basis else check.message
    return message if sure else words.ONLY_WHEN.format(message=message, when=in_words(check.when))


def _owed(filling: Filling) -> str:
    roles, item = filling.roles, filling.item
    owner = roles.get(item.owner, item.owner)
    if not item.review_by:
        return words.OWED_BY.format(owner=owner)
    return words.OWED_AND_JUDGED.format(owner=owner, reviewer=roles.get(item.review_by, item.review_by))


def _title(sheet: Any, text: str) -> None:
    style.say(sheet.cell(1, 1), text, style.TITLE)
    # A long title runs over into the next column rather than down.
    sheet.cell(1, 1).alignment = style.ON_ONE_LINE


def _section(sheet: Any, text: str) -> None:
    style.say(sheet.cell(sheet.max_row + 2, 1), text, style.SECTION)


def _row(sheet: Any, name: str, text: str) -> None:
    row = sheet.max_row + 1
    style.say(sheet.cell(row, 1), name, style.BOLD)
    style.say(sheet.cell(row, 2), text)
