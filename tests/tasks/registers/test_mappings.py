"""Mapping files: what they can say, and how a mistake in one is reported."""

import pytest
from ruamel.yaml import YAML

from tasks.registers import default_mapping, load_mapping, read_register
from tasks.registers.errors import MappingDoesNotFit, NoMapping, UnreadableMapping
from tasks.registers.targets import CHANGE_TYPES, NATIONS, TARGETS, Kind
from tests.machine import ROOT
from tests.tasks.registers.make import accepted, csv_file, mapping_file, only, outcomes

NEEDED = "fields:\n  external_ref: ref\n  title: name\n"


def mistake(folder, text):
    with pytest.raises(UnreadableMapping) as refused:
        load_mapping(mapping_file(folder, text))
    return refused.value.data["why"]


def test_the_shipped_mapping_is_read():
    mapping = load_mapping(ROOT / "config" / "imports" / "gmpp.yaml")

    assert mapping.fields["facts.whole_life_cost"].multiply == 1_000_000
    assert mapping.keeps_all


def test_a_fact_may_be_named_with_or_without_its_prefix(tmp_path):
    mapping = load_mapping(mapping_file(tmp_path, f"{NEEDED}  nation: n\n  facts.tupe: t\n"))

    assert set(mapping.fields) == {"external_ref", "title", "facts.nation", "facts.tupe"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (f"{NEEDED}  facts.one_of_cost: x\n", ["line 4", "one_of_cost", "Did you mean", "one_off"]),
        (f"{NEEDED}  titel: x\n", ["line 4", "titel", "title"]),
        (f"{NEEDED}  facts.title: x\n", ["line 4", "no field of a change"]),
        (f"{NEEDED}  nation: a\n  facts.nation: b\n", ["facts.nation is given twice"]),
        ("fields: {external_ref: ref}", ["where title comes from"]),
        ("fields: {external_ref: {always: A}, title: t}", ["external_ref", "every row needs its own"]),
        (f"{NEEDED}  summary:\n    form: x\n", ["line 5", "form", "unknown setting", "from"]),
        (f"{NEEDED}kep: all\n", ["line 4", "kep", "keep"]),
        (f"{NEEDED}  summary: {{}}\n", ["line 4", "summary", "either `from`"]),
        (f"{NEEDED}  summary: {{from: a, always: b}}\n", ["line 4", "either `from`"]),
        (f"{NEEDED}  summary: {{always: b, split: x}}\n", ["line 4", "`always` stands alone"]),
        (f"{NEEDED}  types: {{from: a, otherwise: other}}\n", ["line 4", "goes with `values`"]),
        (
            f"{NEEDED}  types:\n    from: a\n    values: {{X: mergr}}\n",
            ["line 4", "types", '"mergr"', "merger"],
        ),
        (f"{NEEDED}  types: {{from: a, values: {{X: merger}}, otherwise: els}}\n", ["line 4", '"els"']),
        (f"{NEEDED}  nation: {{always: Cornwall}}\n", ["line 4", "Cornwall", "england"]),
        (f"{NEEDED}  decision_date: {{always: soon}}\n", ["line 4", "soon", "a date"]),
        (f"{NEEDED}  summary: {{from: a, as: money}}\n", ["line 4", "as: money", "text"]),
        (f"{NEEDED}  summary: {{from: a, as: mony}}\n", ["line 4", "as", "money"]),
        (f"{NEEDED}  summary: {{from: a, multiply: 2}}\n", ["line 4", "multiply", "money"]),
        (f"{NEEDED}  one_off_cost: {{from: a, multiply: -2}}\n", ["line 4", "greater than 0"]),
        (f"{NEEDED}  one_off_cost: {{from: a, multiply: .nan}}\n", ["line 4", "multiply"]),
        (f"{NEEDED}  title_2: a\n", ["line 4"]),
        (
            f"{NEEDED}  decision_date: {{from: a, formats: [mm/yyyy]}}\n",
            ["line 4", "mm/yyyy", "no date format"],
        ),
        (f"{NEEDED}  decision_date: {{from: a, formats: dd/dd/yyyy}}\n", ["line 4", "dd/dd/yyyy"]),
        (f"{NEEDED}  title: again\n", ["line 4", "duplicate key"]),
        (f"{NEEDED}  summary: [a\n", ["line"]),
        ("- a list\n", ["line 1"]),
        ("", ["line 1"]),
        ("fields: 5", ["line 1", "fields"]),
        ("a: &a [*a]\nfields: {external_ref: a, title: {always: *a}}", ["line"]),
        ("[" * 5000, ["not YAML"]),
        ("!!python/object/apply:os.system [ls]", ["line"]),
    ],
)
def test_a_mistake_is_named_with_its_line_and_with_what_is_near(tmp_path, text, says):
    why = mistake(tmp_path, text)

    assert [word for word in says if word not in why] == []


def test_every_mistake_is_named_at_once(tmp_path):
    why = mistake(tmp_path, f"{NEEDED}  titel: x\n  sumary: y\nheading_line: 0\n")

    assert all(word in why for word in ("titel", "sumary", "heading_line"))


def test_a_mapping_that_cannot_be_opened_is_refused(tmp_path):
    path = tmp_path / "mapping.yaml"
    with pytest.raises(UnreadableMapping):
        load_mapping(path)
    path.write_bytes(b"\xff\xfe\0")
    with pytest.raises(UnreadableMapping, match="not UTF-8"):
        load_mapping(path)
    path.write_text("#" * (1 << 20) + "#", encoding="utf-8")
    with pytest.raises(UnreadableMapping, match="larger than any mapping"):
        load_mapping(path)


def test_a_column_that_the_file_does_not_have_is_refused_with_what_is_near(tmp_path):
    path = csv_file(tmp_path, "\nproject_number,project_name\n1,x\n")
    text = "fields: {external_ref: project_numbr, title: project_name}\nkeep: [departmnt]"

    with pytest.raises(MappingDoesNotFit) as refused:
        read_register(path, load_mapping(mapping_file(tmp_path, text)))

    assert 'external_ref wants column "project_numbr"' in refused.value.message
    assert "Did you mean project_number" in refused.value.message
    assert 'keep wants column "departmnt"' in refused.value.message
    assert refused.value.what_to_do == "The headings found on line 2 are: project_number, project_name."


def test_headings_that_name_fields_need_no_mapping():
    mapping = default_mapping(
        ["External ref", "TITLE", "facts.nation", "staff affected", "Change type", "Colour"]
    )

    assert {target: field.columns for target, field in mapping.fields.items()} == {
        "external_ref": ("External ref",),
        "title": ("TITLE",),
        "facts.nation": ("facts.nation",),
        "facts.staff_affected": ("staff affected",),
        "types": ("Change type",),
    }


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        (["ref", "name"], "no heading is external_ref and none is title"),
        (["external_ref"], "no heading is title"),
        (
            ["external_ref", "title", "nation", "facts.nation"],
            "nation and facts.nation both mean facts.nation",
        ),
    ],
)
def test_headings_that_do_not_say_enough_need_a_mapping(columns, why):
    with pytest.raises(NoMapping) as refused:
        default_mapping(columns)

    assert why in refused.value.message
    assert "Give a mapping file" in refused.value.what_to_do


def test_a_register_can_answer_every_question_of_triage_that_the_catalogue_asks():
    facts = YAML(typ="safe").load(ROOT / "config" / "catalogue" / "facts.yaml")["facts"]
    asked = {fact["id"]: fact for fact in facts if "section" in fact}
    kinds = {Kind.NUMBER: "number", Kind.MONEY: "money", Kind.BOOLEAN: "boolean", Kind.DATE: "date"}
    here = {name.removeprefix("facts."): kind for name, kind in TARGETS.items() if name.startswith("facts.")}

    assert set(here) == set(asked) - {"change_type"}
    assert {name: kinds.get(target.kind, "choice") for name, target in here.items()} == {
        name: asked[name]["kind"] for name in here
    }
    assert list(CHANGE_TYPES) == asked["change_type"]["choices"]
    assert list(NATIONS) == asked["nation"]["choices"]
    assert list(TARGETS["facts.tupe"].choices) == asked["tupe"]["choices"]


BASE = "fields:\n  external_ref: no\n  title: {from: name, words: 'Merger of {}'}\n"


def test_a_text_may_be_said_in_words_around_the_cell(tmp_path):
    assert only(outcomes(tmp_path, "no,name\n1,Kettering\n", BASE)).title == "Merger of Kettering"


def test_words_have_one_place_and_suit_texts_alone(tmp_path):
    for words, says in (("{} and {}", "one {}"), ("none", "one {}")):
        with pytest.raises(UnreadableMapping, match=says):
            load_mapping(mapping_file(tmp_path, BASE.replace("Merger of {}", words)))
    money = BASE + "  facts.one_off_cost: {from: cost, words: '{} pounds'}\n"
    with pytest.raises(UnreadableMapping, match="`words` is for"):
        load_mapping(mapping_file(tmp_path, money))


def test_rows_without_the_column_that_makes_a_change_are_left_out_and_counted(tmp_path):
    text = "no,name,successor\n1,Kettering,NNT\n2,Corby,\n3,Leicester, \n"
    register = read_register(
        csv_file(tmp_path, text), load_mapping(mapping_file(tmp_path, "only_with: successor\n" + BASE))
    )

    assert [draft.external_ref for draft in accepted(list(register))] == ["1"]
    assert register.left_out == 2


def test_the_column_that_makes_a_change_must_be_there(tmp_path):
    mapping = load_mapping(mapping_file(tmp_path, "only_with: successors\n" + BASE))

    with pytest.raises(MappingDoesNotFit, match="only_with wants column"):
        read_register(csv_file(tmp_path, "no,name,successor\n1,Kettering,NNT\n"), mapping)
