"""One field of one row: its value, or why it is unknown, or why the row cannot be taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tasks.registers import wording
from tasks.registers.cells import Cell, text_of
from tasks.registers.convert import convert, pieces
from tasks.registers.mapping import LISTS, PLACE, FieldMap, Unknowns, normal
from tasks.registers.model import FactValue
from tasks.registers.targets import Target


@dataclass(frozen=True)
class Found:
    """What a row says about one field. `value` None: unknown. `reason`: the row must be rejected."""

    value: FactValue | None = None
    notes: tuple[str, ...] = ()
    reason: str = ""


class FieldReader:
    """Reads one field from row after row."""

    def __init__(self, name: str, target: Target, field: FieldMap, unknowns: Unknowns) -> None:
        self.name = name.removeprefix("facts.")
        self._target = target
        self._field = field
        self._unknowns = unknowns
        self._constant = field.constant(target)

    def read(self, cells: Mapping[str, Cell]) -> Found:
        """The first column that knows the value decides; the texts of those that do not become notes."""
        if self._constant is not None:
            return Found(self._constant)
        column = next(
            (each for each in self._field.columns if text_of(cells[each]) not in self._unknowns), None
        )
        return self._unknown(cells) if column is None else self._known(column, cells[column])

    def _unknown(self, cells: Mapping[str, Cell]) -> Found:
        said = {column: text_of(cells[column]) for column in self._field.columns}
        if self._target.required:
            loudest = next((text for text in said.values() if text.strip()), "")
            return Found(reason=wording.missing(self.name, self._field.columns, loudest))
        filled = {column: text for column, text in said.items() if text.strip()}
        worth_noting = filled or (dict([*said.items()][:1]) if self._unknowns.notes_blanks else {})
        return Found(notes=tuple(wording.left_unknown(self.name, *each) for each in worth_noting.items()))

    def _known(self, column: str, cell: Cell) -> Found:
        try:
            mapped, notes = self._mapped(column, cell)
            return Found(convert(self._worded(mapped), self._target, self._field), notes)
        except ValueError as error:
            return Found(reason=wording.misfit(self.name, column, text_of(cell), str(error)))

    def _worded(self, cell: Cell) -> Cell:
        words = self._field.words
        return cell if words is None else words.replace(PLACE, text_of(cell).strip())

    def _mapped(self, column: str, cell: Cell) -> tuple[Cell, tuple[str, ...]]:
        """The cell after the value map, each entry of a list by itself."""
        if not self._field.values:
            return cell, ()
        is_list = self._target.kind in LISTS
        texts = pieces(text_of(cell), self._target, self._field.split) if is_list else [text_of(cell)]
        found = {text: self._field.values.get(normal(text)) for text in texts}
        strays = [text for text, value in found.items() if value is None]
        if strays and self._field.otherwise is None:
            raise ValueError(f"one of {', '.join(self._field.values)}")
        otherwise = str(self._field.otherwise)
        notes = tuple(wording.taken_as(self.name, column, text, otherwise) for text in strays)
        values = (otherwise if value is None else value for value in found.values())
        return (self._field.split or "|").join(values), notes
