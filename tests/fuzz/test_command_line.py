"""Whatever is typed or named at the command line, it ends in 0, 1, 2 or 3 and a message, never in a traceback."""

from __future__ import annotations

import json
import re
import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gates.vocabulary import Gate
from ledger import open_ledger
from tests.app.cli.desk import ANN, CHANGE, LEAD, OFFICE, PEOPLE, SRO, Desk
from tests.catalogue.examples import CATALOGUE, example_of
from tests.fuzz import office as offices
from tests.fuzz import values, yaml_damage
from tests.fuzz.profile import examples
from tests.fuzz.test_facts import ASKED, answer_to
from tests.fuzz.test_imports import KINDS, tables, written

CODES = {0, 1, 2, 3}
FACTS = [fact.id for fact in CATALOGUE.facts]
ITEMS = ("IA-01", "IA-05", "CO-04", "LG-01")
# A command line holds no NUL. What is not UTF-8 reaches Python as lone surrogates, which `main` has printed as escapes
# and the runner of commands in this process cannot print at all.
NEVER_TYPED = re.compile("[\0\ud800-\udfff]")
typed = values.odd_texts.filter(lambda text: len(text) < 2_000 and not NEVER_TYPED.search(text))
people = st.sampled_from([*[SRO] * 16, OFFICE, LEAD, ANN, "nobody@x.example", ""])
refs = st.sampled_from(["CHG-0001"] * 20 + ["1", "chg-1", "CHG-9999", "", "-1", "é", "99999999999999999999"])


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """An installation with one change; whole at the end, and with no traceback in it."""
    made = Desk.at(tmp_path_factory.mktemp("desk") / "home")
    assert made.run("init", "--council-name", "Sampleford Borough Council").code == 0
    made.do("people", "load", made.file("people.yaml", PEOPLE))
    made.register(CHANGE)
    yield made
    versions(made, close=True)
    assert made.do("ledger", "verify")["ok"]
    assert made.do("ledger", "rebuild")["same"]


def ends_well(desk, *words, by=None):
    """Run it: a change of the ledger only with 0 or 3, and a message with every other code."""
    before = versions(desk)
    ran = desk.run(*words, by=by)
    offices.ended(f"exit code {ran.code}")
    assert ran.code in CODES, ran.err
    unexpected = desk.home / "errors"
    told = [path.read_text(encoding="utf-8") for path in unexpected.glob("*")] if unexpected.is_dir() else []
    shutil.rmtree(unexpected, ignore_errors=True)
    assert not told, told[0]
    assert "Traceback" not in ran.err
    if ran.code in {1, 2}:
        assert ran.out + ran.err
        assert versions(desk) == before
    if "--json" in words and ran.code != 2:
        json.loads(ran.out)
    return ran


def as_typed(value):
    return (",".join(value) if isinstance(value, list) else str(value)).replace("\0", "")


def versions(desk, *, close=False, opened={}):  # noqa: B006
    """Where every change stands, by a ledger of our own."""
    ledger = opened.get(desk.home) or opened.setdefault(
        desk.home, open_ledger(f"sqlite:///{desk.home}/gatehouse.db")
    )
    found = [(row.ref, ledger.load(row.ref).version) for row in ledger.list().rows]
    if close:
        opened.pop(desk.home).close()
    return found


def file_of(desk, name, data):
    path = desk.home.parent / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass"))
    return path


good_answers = st.sampled_from(sorted(ASKED)).flatmap(
    lambda fact: st.tuples(st.just(fact), answer_to(ASKED[fact]).map(as_typed))
)
suffixes = st.sampled_from([".yaml", ".yaml", ".json", ".json", ".xlsx", ".csv", ""])
modes = st.sampled_from([["--json"], [], ["--json", "--dry-run"], ["--dry-run"]])


@examples(70)
@given(
    refs,
    st.lists(good_answers, max_size=4),
    st.none() | st.none() | st.tuples(st.sampled_from(FACTS) | typed, typed),
    people,
    modes,
)
def test_triage(desk, ref, good, odd, by, mode):
    answers = [*good, *([odd] if odd else [])]
    said = [word for fact, value in answers for word in ("--set", f"{fact}={value}")]

    ends_well(desk, "triage", ref, *said, *mode, by=by)


@examples(60)
@given(st.sampled_from(ITEMS), st.data(), people, suffixes)
def test_evidence_is_added_from_a_file(desk, item, data, by, suffix):
    whole = example_of(CATALOGUE.item(item)).record
    text = data.draw(
        st.builds(json.dumps, values.damaged(whole, most=1), indent=st.sampled_from([None, 1]))
        | yaml_damage.damaged(json.dumps(whole, indent=1), most=1)
        | st.sampled_from(NASTY)
        | st.binary(max_size=60)
    )
    more = data.draw(
        st.sampled_from(
            [
                [],
                [],
                ["--effective-on", data.draw(typed)],
                ["--gate", data.draw(st.sampled_from([*Gate, "x"]))],
            ]
        )
    )

    ends_well(
        desk,
        "evidence",
        "add",
        "CHG-0001",
        item,
        "--record",
        file_of(desk, f"record{suffix}", text),
        *more,
        "--json",
        by=by,
    )


NASTY = (
    *(
        "[" * 3_000,
        "{a: " * 300,
        "1" * 5_000,
        '{"case": ' + "1" * 5_000 + "}",
        '{"a": "\\ud800"}',
        "a: !!int ''",
        "a: !!bool x",
    ),
    *(
        "<<: {problem: b}\nc: d",
        "a: &a {problem: y}\n<<: *a",
        "a: &a [*a]",
        "? {a: b}\n: c",
        "",
        "\ufeff",
        "--- a\n--- b",
        "a: 1\na: 2",
    ),
    "a: &a [x,x,x,x,x,x,x,x,x]\n"
    + "".join(
        f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]\n"
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    ),
)


@examples(45)
@given(st.sampled_from(["register", "responses"]), st.data(), people, modes)
def test_files_of_rows_are_imported(desk, kind, data, by, mode):
    text = data.draw(st.builds(written, tables(kind), st.sampled_from(",;\t")))
    mapping = data.draw(st.none() | st.sampled_from(MAPPINGS) | typed)
    options = [] if mapping is None else ["--map", file_of(desk, "map.yaml", mapping)]
    options += ["--sheet", data.draw(typed)] if data.draw(st.booleans()) else []
    file = file_of(desk, data.draw(st.sampled_from(["rows.csv", "rows.xlsx", "rows"])), text)
    words = ["import", file] if kind == "register" else ["responses", "import", "CHG-0001", file]

    ends_well(desk, *words, *options, *mode, by=by)
    for rejects in file.parent.glob("rows-rejects*"):
        rejects.unlink()


MAPPINGS = (
    *(
        "fields: {external_ref: {from: external_ref}, title: {from: title}}",
        "fields: {title: {always: !!bool x}}",
        "fields: [a]",
    ),
    *(
        "questions: rest\nrespondent: Respondent type",
        "received: {from: Submitted, formats: [dd/mm]}",
        "free_text: nobody",
        "heading_line: 9",
    ),
    *(
        "fields: {external_ref: ref, title: {from: title}, staff_affected: {from: sro, multiply: .nan}}",
        "a: &a [*a]",
        "heading_line: -1",
    ),
)


@examples(45)
@given(st.sampled_from(["register", "people"]), st.data(), people)
def test_changes_and_people_are_made_known_from_a_file(desk, kind, data, by):
    whole = CHANGE if kind == "register" else PEOPLE
    text = data.draw(yaml_damage.damaged(whole) | st.sampled_from(NASTY))
    words = ["register"] if kind == "register" else ["people", "load"]

    ends_well(desk, *words, file_of(desk, "file.yaml", text), "--json", by=by)


def test_the_samples_are_sound(desk):
    assert ends_well(desk, "triage", "1", "--set", "staff_affected=12", "--json", by=SRO).code == 0
    for kind, (headings, good) in KINDS.items():
        file = file_of(desk, "rows.csv", written([headings, good]))
        words = ["import"] if kind == "register" else ["responses", "import", "CHG-0001"]
        assert ends_well(desk, *words, file, "--json", by=SRO).code == 0
