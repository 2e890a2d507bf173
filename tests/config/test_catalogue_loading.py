"""Loading a catalogue from its files: every fault with its file and line, never a traceback."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.catalogue import FOLDER, CatalogueInvalid, load_catalogue
from gates.checks import Check
from gates.publishing import published_facts

HEAD = """\
name: Small
roles: {sro: Senior responsible owner}
gates:
"""
GATE = "  - {{id: {gate}, title: {gate}, purpose: Test, approval: {{quorum: 3}}}}\n"
FACTS = """\
facts:
  - {id: staff_affected, kind: number, title: Staff affected}
"""
ITEM = """\
gate: {gate}
items:
  - id: {item}
    title: Case
    owner: sro
    required_when: {{staff_affected: {{more_than: 0}}}}
    basis: Policy
    kind: policy
    guidance: Say why.
    fields:
      case: {{type: text, title: Case}}
    checks:
      - {{id: words, check: min_words, field: case, at_least: 3, message: Write more words.}}
"""
GATES = {
    "impact": "IA-01",
    "equality": "EQ-01",
    "learning": "LN-01",
    "legal": "LG-01",
    "consultation": "CO-01",
}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "catalogue.yaml").write_text(HEAD + "".join(GATE.format(gate=gate) for gate in GATES))
    (tmp_path / "facts.yaml").write_text(FACTS)
    for number, (gate, item) in enumerate(GATES.items(), start=1):
        (tmp_path / f"{number}_{gate}.yaml").write_text(ITEM.format(gate=gate, item=item))
    return tmp_path


def faults(folder):
    with pytest.raises(CatalogueInvalid) as refused:
        load_catalogue(folder)
    return refused.value.faults


def faults_or_none(folder):
    try:
        load_catalogue(folder)
    except CatalogueInvalid as refused:
        return refused.faults
    return []


def edit(folder, name, old, new):
    path = folder / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_a_folder_of_files_is_one_catalogue(folder):
    catalogue = load_catalogue(folder)

    assert [item.id for item in catalogue.items] == list(GATES.values())
    assert catalogue.item("LG-01").gate == "legal"
    assert catalogue.version == load_catalogue(folder).version


def test_gatehouse_comes_with_a_catalogue_that_loads():
    assert load_catalogue() == load_catalogue(FOLDER)


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        ("1_impact.yaml", "title: Case", "titel: Case", "1_impact.yaml, line 3: IA-01: title: missing"),
        (
            "1_impact.yaml",
            "title: Case",
            "titel: Case",
            "1_impact.yaml, line 4: IA-01: titel: not known here. Did you mean title",
        ),
        (
            "1_impact.yaml",
            "kind: policy",
            "kind: custom",
            "1_impact.yaml, line 8: IA-01: kind: Input should be 'statutory'",
        ),
        (
            "1_impact.yaml",
            "at_least: 3",
            "at_least: three",
            "1_impact.yaml, line 13: IA-01: checks, 0, min_words, at_least:",
        ),
        (
            "1_impact.yaml",
            "min_words",
            "min_word",
            "1_impact.yaml, line 13: IA-01: checks, 0: Input tag 'min_word'",
        ),
        (
            "1_impact.yaml",
            "field: case",
            "field: cse",
            "1_impact.yaml, line 13: IA-01: the check words looks at cse",
        ),
        (
            "1_impact.yaml",
            "owner: sro",
            "owner: boss",
            "1_impact.yaml, line 5: IA-01: the role 'boss' is not among",
        ),
        (
            "1_impact.yaml",
            "more_than",
            "over",
            "1_impact.yaml, line 6: IA-01: required_when: staff_affected: unknown",
        ),
        (
            "1_impact.yaml",
            "staff_affected",
            "staff",
            "1_impact.yaml, line 6: IA-01: the fact 'staff' is neither asked",
        ),
        (
            "1_impact.yaml",
            "case: {type",
            "Case: {type",
            "1_impact.yaml, line 11: IA-01: fields, Case: 'Case': a field's",
        ),
        (
            "1_impact.yaml",
            "gate: impact",
            "gate: impakt",
            "1_impact.yaml, line 3: IA-01: gate: Input should be",
        ),
        (
            "1_impact.yaml",
            "gate: impact",
            "gates: impact",
            "1_impact.yaml, line 1: 'gates' is not known here",
        ),
        ("1_impact.yaml", "items:", "item:", "1_impact.yaml, line 1: `items` is missing or not a list"),
        (
            "1_impact.yaml",
            "  - id: IA-01",
            "  - IA-01\n  - id: IA-01",
            "1_impact.yaml, line 3: Input should be a valid",
        ),
        ("2_equality.yaml", "EQ-01", "IA-01", "2_equality.yaml, line 3: IA-01: is defined twice"),
        (
            "facts.yaml",
            "kind: number",
            "kind: numbers",
            "facts.yaml, line 2: staff_affected: kind: Input should be",
        ),
        (
            "facts.yaml",
            "kind: number",
            "kind: choice",
            "facts.yaml, line 2: staff_affected: a fact that is chosen",
        ),
        ("facts.yaml", "facts:", "fact:", "facts.yaml, line 1: `facts` is missing or not a list"),
        ("catalogue.yaml", "name: Small", "nme: Small", "catalogue.yaml, line 1: name: missing"),
        (
            "catalogue.yaml",
            "quorum: 3",
            "quorum: 0",
            "catalogue.yaml, line 4: impact: approval, quorum: Input should be",
        ),
        ("catalogue.yaml", "{id: impact,", "{id: legal,", "catalogue.yaml, line 7: legal: is defined twice"),
        (
            "catalogue.yaml",
            "{id: impact,",
            "{id: legal,",
            "catalogue.yaml, line 3: the gate impact is missing",
        ),
    ],
)
def test_a_fault_names_its_file_and_line(folder, name, old, new, fault):
    edit(folder, name, old, new)

    assert any(found.startswith(fault) for found in faults(folder)), faults(folder)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "{more_than: 0}",
            "{less_than: 0}",
            "1_impact.yaml, line 6: IA-01: required_when can never hold: it contradicts itself",
        ),
        (
            "message: Write",
            "when: {staff_affected: 0}, message: Write",
            "1_impact.yaml, line 13: IA-01: the check words never applies while IA-01 is required",
        ),
        (
            "    checks:\n",
            "    checks:\n      - {id: first, check: min_words, field: case, at_least: 3, message: Write it down.}\n",
            "1_impact.yaml, line 14: IA-01: the check words says the same as first",
        ),
        ("at_least: 3", "at_least: 20000", "1_impact.yaml, line 13: IA-01: the check words can never be met"),
    ],
)
def test_a_rule_that_can_never_apply_names_its_file_and_line(folder, old, new, fault):
    edit(folder, "1_impact.yaml", old, new)

    assert [found[: len(fault)] for found in faults(folder)] == [fault]


def examples():
    """The YAML of the catalogue's guide: a check to add, and a file with a whole item."""
    guide = (FOLDER.parent / "README.md").read_text(encoding="utf-8")
    return re.findall(r"```yaml\n(.*?)```", guide, re.DOTALL)


def test_the_check_that_the_guide_adds_is_taken(folder):
    (one,) = [text for text in examples() if text.startswith("      - {")]
    copy = Path(shutil.copytree(FOLDER, folder / "shipped"))
    file = copy / "1_impact_delivery.yaml"
    before, raid, after = file.read_text(encoding="utf-8").partition("  - id: IA-07\n")
    file.write_text(
        before + raid + after.replace("    checks:\n", f"    checks:\n{one}", 1), encoding="utf-8"
    )

    assert "owner_is_a_person" in {check.id for check in load_catalogue(copy).item("IA-07").checks}


def test_the_item_that_the_guide_adds_is_taken_and_tells_its_facts(folder):
    (one,) = [text for text in examples() if "items:" in text]
    copy = Path(shutil.copytree(FOLDER, folder / "shipped"))
    (copy / "1_impact_travel.yaml").write_text(one, encoding="utf-8")
    added = load_catalogue(copy).item("IA-90")

    assert [check.id for check in added.checks][-1] == "sro_signed"
    assert added.is_required({"staff_affected": 3})
    assert not added.is_required({"staff_affected": 0})
    assert published_facts(added, {"moves": [{"place": "Depot"}]})["places_moved_to"] == 1


def test_the_guide_names_every_kind_of_check():
    guide = (FOLDER.parent / "README.md").read_text(encoding="utf-8")
    kinds = {get_args(one.model_fields["check"].annotation)[0] for one in get_args(get_args(Check)[0])}

    assert {kind for kind in kinds if f"`{kind}`" not in guide} == set()


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"gate: impact\nitems: [1, 2\nx: 3\n", "1_impact.yaml, line 3: not YAML"),
        (b"- impact\n", "1_impact.yaml, line 1: is not a list of named settings"),
        (b"", "1_impact.yaml, line 1: is not a list of named settings"),
        (b"gate: imp\xff\n", "1_impact.yaml, line 1: is not UTF-8 text; save it again as UTF-8"),
        (b"gate: impact\ngate: impact\n", "1_impact.yaml, line 2: 'gate' is given twice"),
    ],
)
def test_a_file_that_cannot_be_read_is_reported(folder, content, fault):
    (folder / "1_impact.yaml").write_bytes(content)

    assert any(found.startswith(fault) for found in faults(folder)), faults(folder)


def test_every_fault_of_every_file_is_reported_at_once(folder):
    edit(folder, "1_impact.yaml", "owner: sro", "owner: [sro]")
    edit(folder, "4_legal.yaml", "basis: Policy", "basis: 5")
    (folder / "facts.yaml").unlink()

    assert [fault.split(":")[0] for fault in faults(folder)] == [
        "1_impact.yaml, line 5",
        "4_legal.yaml, line 7",
        "facts.yaml, line 1",
    ]


def test_a_folder_that_is_not_there_is_reported(tmp_path):
    assert faults(tmp_path / "nowhere") == [
        "catalogue.yaml, line 1: cannot be read: No such file or directory",
        "facts.yaml, line 1: cannot be read: No such file or directory",
    ]


def test_a_gate_without_a_file_is_reported_where_the_gate_stands(folder):
    (folder / "4_legal.yaml").unlink()

    assert faults(folder) == ["catalogue.yaml, line 7: legal: asks for no evidence"]


def test_the_message_names_the_folder_and_says_what_to_do(folder):
    edit(folder, "1_impact.yaml", "owner: sro", "owner: boss")

    with pytest.raises(CatalogueInvalid, match="Correct each line that is named") as refused:
        load_catalogue(folder)
    assert str(folder) in str(refused.value)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_file_damaged_anywhere_is_loaded_or_reported(folder, data):
    copy = folder / "damaged"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("damaged"))
    path = data.draw(st.sampled_from(sorted(copy.glob("*.yaml"))))
    text = path.read_text()
    at = data.draw(st.integers(0, len(text)))
    gone = data.draw(st.integers(0, 40))
    path.write_text(text[:at] + data.draw(st.text("a:-[{}]'\n 0!&*", max_size=6)) + text[at + gone :])

    assert all(", line " in fault for fault in faults_or_none(copy))
