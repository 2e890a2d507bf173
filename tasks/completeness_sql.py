"""The rules of a catalogue as SQL over the table `gate_evidence`: pure text, the same for SQLite and PostgreSQL.

A row is one required item of one gate of one change; `version` is NULL while nothing is handed in, and q1, q2, ...
are the measures of the latest version. A CASE holds a row against its own item's rules only and yields one bit
for each rule that is broken, the lowest for the first of `gates.completeness.rules_of`.
Everything written into the text is a number or a name that the catalogue has checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from gates.catalogue import Catalogue, Item
from gates.checks import Bound
from gates.completeness import Rule, rules_of
from gates.vocabulary import Gate

TABLE = "gate_evidence"

# A swept row comes back as one whole number of 63 bits: the change, the item's place in the catalogue, the rules.
RULE_BITS, ITEM_BITS, CHANGE_BITS = 26, 10, 27
# What a CASE yields for an item that it does not know: a row that no rule judges must not pass for complete.
UNJUDGED = 1 << (RULE_BITS - 1)

# Keeps the database from working out the long CASE twice for a row, once to filter by it and once to return it.
_FENCE = {"sqlite": "LIMIT -1 OFFSET 0", "postgresql": "OFFSET 0"}


def check_sql(items: Iterable[Item], today: date) -> str:
    """One change at one gate: every row that there is, with its broken rules."""
    broken = _case("item", {item.id: _item_sql(item, today) for item in items})
    where = "change_id = :change_id AND gate = :gate AND catalogue = :catalogue"
    return f"SELECT item, ref, {broken} AS broken FROM {TABLE} WHERE {where}"  # noqa: S608


def sweep_sql(catalogue: Catalogue, today: date, dialect: str) -> str:
    """All changes under a catalogue at all gates: the rows with broken rules, in one pass over the table."""
    gates = {gate.value: _gate_sql(catalogue, gate, today) for gate in Gate}
    judged = f"SELECT change_id, {_case('gate', gates)} AS code FROM {TABLE}"  # noqa: S608
    fenced = f"({judged} WHERE catalogue = '{catalogue.version}' {_FENCE[dialect]}) AS judged"
    row = f"change_id * {1 << (RULE_BITS + ITEM_BITS)} + code"
    return f"SELECT {row} FROM {fenced} WHERE (code & {(1 << RULE_BITS) - 1}) <> 0"  # noqa: S608


def _gate_sql(catalogue: Catalogue, gate: Gate, today: date) -> str:
    arms = {
        item.id: f"{place << RULE_BITS} + {_item_sql(item, today)}"
        for place, item in enumerate(catalogue.items)
        if item.gate is gate
    }
    return _case("item", arms)


def _case(column: str, arms: Mapping[str, str]) -> str:
    whens = " ".join(f"WHEN '{value}' THEN {then}" for value, then in arms.items())
    return f"CASE {column} {whens} ELSE {UNJUDGED} END"


def _item_sql(item: Item, today: date) -> str:
    _, *rules = rules_of(item)
    bits = [_rule_sql(rule, 1 << place, today) for place, rule in enumerate(rules, start=1)]
    return f"CASE WHEN version IS NULL THEN 1 ELSE {' + '.join(bits) or '0'} END"


def _rule_sql(rule: Rule, bit: int, today: date) -> str:
    bounds = rule.check.bounds if rule.check else ()
    columns = ((bound, f"q{rule.first + place}") for place, bound in enumerate(bounds, start=1))
    broken = " OR ".join(_bound_sql(bound, column, today) for bound, column in columns)
    return f"CASE WHEN {broken} THEN {bit} ELSE 0 END"


def _bound_sql(bound: Bound, column: str, today: date) -> str:
    """When a measure lies outside its bound; `Bound.is_broken_by` in SQL."""
    shift = today.toordinal() if bound.from_today else 0
    missing = [] if bound.missing_passes else [f"{column} IS NULL"]
    low = [] if bound.at_least is None else [f"{column} < {bound.at_least + shift!r}"]
    high = [] if bound.at_most is None else [f"{column} > {bound.at_most + shift!r}"]
    return " OR ".join([*missing, *low, *high])
