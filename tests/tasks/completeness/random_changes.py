"""Random catalogues, and random changes under them: what is required, handed in and known."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import strategies as st

from gates.state import EvidenceVersion
from gates.vocabulary import Gate
from tests.gates.catalogues import FACTS, ITEM_OF, catalogue, check, raw_item
from tests.gates.catalogues import FIELDS as PLAIN_FIELDS

# The checks that compare columns need more of a sort than one.
MORE_COLUMNS = {
    "opens": {"type": "date", "title": "Opens"},
    "left": {"type": "number", "title": "Left"},
    "right": {"type": "number", "title": "Right"},
}
OPTIONS = {**PLAIN_FIELDS["options"], "columns": {**PLAIN_FIELDS["options"]["columns"], **MORE_COLUMNS}}
FIELDS = {**PLAIN_FIELDS, "options": OPTIONS}
NAMED = {"id": "named", "kind": "choices", "title": "Named", "choices": ["a"]}
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
limits = st.integers(-3, 40)
counts = st.integers(1, 4)
severities = st.sampled_from(["critical", "warning", "info"])
conditions = st.sampled_from(
    ["always", {"staff_affected": {"more_than": 5}}, {"not": {"public_facing": True}}, {"nation": "wales"}]
)


def ranged(kind, low, high, **raw):
    """A check with one limit or two that can be met together."""
    pairs = st.tuples(limits, limits).map(sorted)
    return st.one_of(
        pairs.map(lambda pair: check(kind, **raw, **{low: pair[0], high: pair[1]})),
        limits.map(lambda least: check(kind, **raw, **{low: least, high: None})),
        limits.map(lambda most: check(kind, **raw, **{low: None, high: most})),
    )


relations = st.sampled_from(["at_least", "more_than", "at_most", "less_than", "equal_to"])


def compared(**raw):
    """A comparison in any direction, strict about blanks or not."""
    return st.tuples(relations, st.booleans()).map(
        lambda drawn: check("compare", **raw, **{"is": drawn[0], "if_given": drawn[1]})
    )


def counted(**raw):
    """Clear days or clear working days between two dates."""
    units = st.sampled_from(["clear_days", "working_days"])
    return units.flatmap(lambda unit: ranged("days_between", "at_least", "at_most", counting=unit, **raw))


checks = st.one_of(
    counts.map(lambda n: check("min_rows", field="options", at_least=n)),
    counts.map(lambda n: check("min_words", field="case", at_least=n)),
    counts.map(lambda n: check("min_words", field="options", column="name", at_least=n)),
    st.sampled_from(
        [
            check("no_blanks", field="options", columns=["name", "cost", "on"]),
            check("no_blanks", field="approval"),
            check("covers", field="options", column="outcome", values=["preferred", "rejected"]),
            check("covers", field="groups", values=["age", "sex"]),
            check("filled_when", field="options", column="outcome", values=["rejected"], needs=["on"]),
            check("distinct", field="options", column="name"),
            check("equals", field="key", values=[True]),
            check("signed", field="approval", role="sro"),
            check("sums_to", field="options", column="cost", total="cost", tolerance=2.5),
            check("min_share", part="posts", whole="fact:staff_affected", at_least=33.3),
            check("same_as", field="case", fact="lead_council"),
            check("document"),
            check("document", id="paper", types=["pdf"], no_macros=True),
            check("document_is", field="case"),
            check("document_is", fact="lead_council"),
            check("original", field="options", columns=["name"], from_words=2),
            check("original", fields=["case"]),
            check("web_address", field="page", hosts=["gov.uk"]),
            check("web_address", field="page", if_given=True),
            check("difference", field="options", column="cost", of=["left", "right"], if_given=True),
            check("difference", field="options", column="cost", of=["left", "right"]),
            check("min_rows", field="options", at_least="fact:staff_affected"),
            check("min_share", part="options.name:distinct", whole="fact:staff_affected", at_least=20),
            check("among", field="options", column="name", fact="named"),
        ]
    ),
    compared(field="options", column="on", than="opens"),
    compared(field="options", column="cost", than="fact:staff_affected"),
    compared(field="posts", than="cost"),
    compared(field="approved_on", than="fact:decision_date"),
    ranged("rows_where", "at_least", "at_most", field="options", column="outcome", value="rejected"),
    ranged("range", "at_least", "at_most", field="posts"),
    ranged("range", "at_least", "at_most", field="options", column="cost"),
    ranged("day_range", "from_days", "to_days", field="approved_on"),
    ranged("day_range", "from_days", "to_days", field="options", column="on"),
    ranged("day_range", "from_days", "to_days", field="approval", if_given=True),
    ranged("days_between", "at_least", "at_most", first="approved_on", then="fact:decision_date"),
    ranged("days_between", "at_least", "at_most", first="approved_on", then="options.on"),
    counted(first="approved_on", then="fact:decision_date"),
    counted(first="options.on", then="options.opens"),
)


@st.composite
def items(draw, item_id, gate):
    """An item with any checks, always required or not."""
    drawn = draw(st.lists(checks, max_size=7))
    named = [
        {**one, "id": f"c{number}", "severity": draw(severities), "when": draw(conditions)}
        for number, one in enumerate(drawn)
    ]
    return raw_item(item_id, gate, checks=named, required_when=draw(conditions), fields=FIELDS)


@st.composite
def catalogues(draw):
    """A sound catalogue with two items a gate."""
    ids = [(f"{ITEM_OF[gate][:2]}-0{number}", gate) for gate in Gate for number in (1, 2)]
    return catalogue(*[draw(items(item_id, gate)) for item_id, gate in ids], facts=[*FACTS, NAMED])


texts = st.sampled_from(
    ["", "tbc", "One two", "one  TWO", "Three words here", "n/a", "test test test", "0" * 64]
)
maybe_day = st.none() | DAYS.map(date.isoformat)
numbers = st.none() | st.integers(-5, 45) | st.floats(-5, 45).map(lambda number: round(number, 2))
signatures = st.none() | st.fixed_dictionaries(
    {"name": texts, "role": st.sampled_from(["sro", "reviewer"]), "signed_on": maybe_day}
)
groups = st.lists(st.sampled_from(["age", "sex", "race"]), unique=True)
options = st.fixed_dictionaries(
    {
        "name": texts,
        "cost": numbers,
        "outcome": st.sampled_from([None, "preferred", "rejected"]),
        "hits": groups,
        "done": st.sampled_from([None, True, False]),
        "on": maybe_day,
        "opens": maybe_day,
        "left": numbers,
        "right": numbers,
    }
)
records = st.fixed_dictionaries(
    {
        "case": texts,
        "posts": numbers,
        "cost": numbers,
        "approved_on": maybe_day,
        "key": st.sampled_from([None, True, False]),
        "rating": st.sampled_from([None, "low", "high"]),
        "groups": groups,
        "page": st.sampled_from([None, "https://www.anyborough.gov.uk/eqia", "https://localhost/", "n/a"]),
        "approval": signatures,
        "options": st.lists(options, max_size=4),
    }
)
documents = st.none() | st.fixed_dictionaries(
    {
        "sha256": st.just("0" * 64),
        "name": st.sampled_from(["a.pdf", "a.docx"]),
        "size": st.just(1),
        "flags": st.lists(st.sampled_from(["encrypted", "macros"]), unique=True),
    }
)
facts = st.fixed_dictionaries(
    {},
    optional={
        "staff_affected": st.integers(0, 20),
        "public_facing": st.booleans(),
        "nation": st.sampled_from(["england", "wales"]),
        "decision_date": DAYS.map(date.isoformat),
        "lead_council": texts.filter(bool) | st.just("0" * 64),
        "named": st.lists(texts, max_size=3).map(tuple),
    },
)


@st.composite
def evidence(draw, of):
    """What was handed in for a catalogue's items: some of them, in any state."""
    given = draw(st.lists(st.sampled_from(of.items), unique_by=lambda item: item.id))
    return {
        item.id: EvidenceVersion(
            item=item.id,
            gate=item.gate,
            version=draw(st.integers(1, 3)),
            record=draw(records),
            document=draw(documents),
            content="0" * 64,
            effective_on=date(2026, 1, 1),
            submitted_by="ANN",
            submitted_at=datetime(2026, 1, 1, tzinfo=UTC),
        )
        for item in given
    }
