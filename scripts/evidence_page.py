"""The page of all evidence, made from the catalogue: who owes what, when, why, and when it is complete."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gates.catalogue import Catalogue, FactDefinition, Item
from gates.checks import BaseCheck
from gates.clock import said_day
from gates.conditions import OPERATORS, All, Always, Compare, Condition, Some
from gates.fields import RecordField
from gates.reasons import said
from gates.vocabulary import Gate, Severity

INTRODUCTION = (
    "# Evidence",
    "",
    "Made from `config/catalogue/` by `make fix`; do not edit it here. `config/README.md` tells how to edit the",
    "catalogue.",
    "",
    "A starting catalogue, not legal advice: a council's monitoring officer adopts it before it is in force. A basis",
    "marked *general knowledge, not re-checked* needs a lawyer's look; a *proposed policy default* is a number that",
    "somebody chose. While a fact is not answered, whatever depends on it is required.",
    "",
)
NATIONS = {"england", "scotland", "wales", "northern ireland"}
SAYS = {Severity.CRITICAL: "blocks", Severity.WARNING: "shown to the board", Severity.INFO: "advice"}


def evidence_page(catalogue: Catalogue) -> str:
    """The whole page."""
    lines = [*INTRODUCTION, *_overview(catalogue), *_tracks(catalogue)]
    for gate in Gate:
        definition = catalogue.gate(gate)
        lines += [f"## {definition.title}", "", definition.purpose, ""]
        for item in catalogue.items_of(gate):
            lines += _item(catalogue, item)
    return "\n".join([*lines, *_facts(catalogue)])


def _overview(catalogue: Catalogue) -> Iterator[str]:
    yield f"{len(catalogue.items)} items, {sum(len(item.checks) for item in catalogue.items)} checks."
    yield ""
    yield "| item | title | owner | required when | nations | kind |"
    yield "|---|---|---|---|---|---|"
    for item in catalogue.items:
        nations = ", ".join(map(_words, item.nations)) or "all"
        link = f"[{item.id}](#{_anchor(item)})"
        required = in_plain_words(item.required_when, catalogue)
        cells = (link, item.title, catalogue.roles[item.owner], required, nations, item.kind.value)
        yield f"| {' | '.join(cells)} |"
    yield ""


def _tracks(catalogue: Catalogue) -> Iterator[str]:
    if not catalogue.tracks:
        return
    yield from ("## Tracks", "", "How much a change must show, in proportion to what is at stake.", "")
    for track in catalogue.tracks:
        yield from (f"- **{track.title}**. {track.help}".rstrip(), "")
        yield from (f"  - {one.because}" for one in track.conditions)
        yield from ([""] if track.conditions else [])


def _item(catalogue: Catalogue, item: Item) -> Iterator[str]:
    yield from (f"### {item.id} {item.title}", "")
    yield from (" ".join(item.guidance.split()), "")
    for name, value in _about(catalogue, item):
        yield f"- {name}: {value}"
    yield from ("", "| what it holds | |", "|---|---|")
    yield from (f"| {field.title} | {_holds(field)} |" for field in item.fields.values())
    yield from ("", "| complete when | otherwise | why |", "|---|---|---|")
    yield from (f"| {' | '.join(_check(catalogue, item, check))} |" for check in item.checks)
    yield ""


def _about(catalogue: Catalogue, item: Item) -> Iterator[tuple[str, str]]:
    yield "Owner", catalogue.roles[item.owner]
    if item.review_by:
        yield "Judged by", catalogue.roles[item.review_by]
    yield "Required when", in_plain_words(item.required_when, catalogue)
    if item.nations:
        yield "Nations", ", ".join(map(_words, item.nations))
    if item.effective_from or item.effective_to:
        since, until = item.effective_from, item.effective_to
        days = [f"from {said_day(since)}" if since else "", f"to {said_day(until)}" if until else ""]
        yield "For decisions taken", " ".join(filter(None, days))
    yield "Basis", f"{item.basis} ({item.kind.value})"
    if item.answers:
        yield "Answers", ", ".join(item.answers)
    if item.publishes:
        yield "Tells the rest of the change", ", ".join(_title(catalogue, fact) for fact in item.publishes)


def _holds(field: RecordField) -> str:
    """What the field takes: its columns, its choices, or its kind."""
    if field.columns:
        return _cell("table: " + ", ".join(column.title for column in field.columns.values()))
    choices = f": {', '.join(map(_words, field.choices))}" if field.choices else ""
    return _cell(
        f"{field.kind.value}{choices}{' (optional)' if field.optional else ''}. {field.help}".rstrip()
    )


def _check(catalogue: Catalogue, item: Item, check: BaseCheck) -> tuple[str, str, str]:
    when = "" if isinstance(check.when, Always) else f" (when {in_plain_words(check.when, catalogue)})"
    return _cell(check.message + when), SAYS[check.severity], _cell(check.basis or "as above")


def _facts(catalogue: Catalogue) -> Iterator[str]:
    yield from ("## Facts asked at triage", "", "| fact | answer | |", "|---|---|---|")
    for fact in catalogue.triage_facts:
        choices = f": {', '.join(map(_words, fact.choices))}" if fact.choices else ""
        yield f"| {fact.title} | {_cell(fact.kind + choices)} | {_cell(fact.help)} |"
    yield ""


def in_plain_words(condition: Condition, catalogue: Catalogue) -> str:
    """A condition as a person would say it: "staff affected is more than 0 or staff transfer under TUPE is out"."""
    match condition:
        case Always():
            return "always"
        case Compare():
            return _compared(condition, catalogue)
        case All():
            return " and ".join(_within(part, catalogue) for part in condition.parts)
        case Some():
            return _either(condition.parts, catalogue)
        case _:
            return f"not ({in_plain_words(condition.part, catalogue)})"


def _either(parts: Iterable[Condition], catalogue: Catalogue) -> str:
    return " or ".join(
        f"({in_plain_words(part, catalogue)})" if isinstance(part, All) else in_plain_words(part, catalogue)
        for part in parts
    )


def _within(part: Condition, catalogue: Catalogue) -> str:
    words = in_plain_words(part, catalogue)
    return f"({words})" if isinstance(part, Some) else words


def _compared(condition: Compare, catalogue: Catalogue) -> str:
    definition = catalogue.facts_by_id.get(condition.fact)
    values = condition.value if isinstance(condition.value, tuple) else (condition.value,)
    wanted = " or ".join(_named(said(value, definition)) for value in values)
    one_of = condition.operator == "includes" and definition is not None and definition.kind == "choice"
    compares = "is" if one_of else OPERATORS[condition.operator][1]
    return f"{_small(_title(catalogue, condition.fact))} {compares} {wanted}"


def _title(catalogue: Catalogue, fact: str) -> str:
    definition: FactDefinition | None = catalogue.facts_by_id.get(fact)
    return definition.title if definition else _words(fact)


def _small(title: str) -> str:
    """The title inside a sentence; one that begins with an abbreviation stays as it is."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def _words(name: str) -> str:
    return _named(name.replace("_", " "))


def _named(words: str) -> str:
    """The names of nations as they are written."""
    return words.title() if words in NATIONS else words


def _anchor(item: Item) -> str:
    kept = "".join(
        letter for letter in f"{item.id} {item.title}".lower() if letter.isalnum() or letter in " -"
    )
    return kept.replace(" ", "-")


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
