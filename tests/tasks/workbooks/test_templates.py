"""What a template tells its reader, and what it brings along."""

from __future__ import annotations

from openpyxl import load_workbook

from tasks.workbooks import Filling, read_workbook, template_workbook
from tasks.workbooks.layout import LONGEST_NAME, layout_of
from tasks.workbooks.prefilled import rows_of
from tests.catalogue.examples import CATALOGUE
from tests.gates.catalogues import FIELDS, RECORD, check, item
from tests.tasks.workbooks.fill import ROLES, template

RULES = [
    check("min_rows", field="options", at_least=3, message="List three options."),
    check("signed", field="approval", role="sro", severity="warning", basis="The council's constitution"),
]


def texts(sheet):
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def rows_below(sheet, columns):
    rows = sheet.iter_rows(min_row=5, max_col=columns, values_only=True)
    return [row for row in rows if any(cell is not None for cell in row)]


def test_the_first_sheet_says_what_why_and_when_it_is_complete(tmp_path):
    book = load_workbook(template(tmp_path, item(checks=RULES), ref="CHG-0007", change_title="Payroll"))
    said = " | ".join(texts(book["Read me"]))

    assert book.sheetnames[0] == "Read me"
    for part in (
        "IA-01 Case for change",
        "For CHG-0007 Payroll",
        "Must be so (blocks the gate) | List three options.",
        "Should be so (shown to the board) | Do what is needed. (The council's constitution)",
        "gatehouse evidence add CHG-0007 IA-01 --record FILE.xlsx",
    ):
        assert part in said


def test_a_rule_for_some_changes_says_for_which_until_that_is_known(tmp_path):
    some = item(checks=[{**RULES[0], "when": {"public_facing": True}}])
    for facts, said in (({}, True), ({"public_facing": True}, False), ({"public_facing": False}, None)):
        sheet = load_workbook(template(tmp_path, some, facts=facts))["Read me"]
        found = [text for text in texts(sheet) if text.startswith("List three options.")]
        assert ["Applies when" in text for text in found] == ([] if said is None else [said])


def test_cells_are_explained_listed_formatted_and_headings_stay_in_view(tmp_path):
    book = load_workbook(template(tmp_path, item()))
    answers, options = book["Answers"], book["Options"]
    rules = {str(rule.sqref): rule for rule in options.data_validations.dataValidation}

    assert options.freeze_panes == "A5"
    assert answers.freeze_panes == "A4"
    assert [cell.value for cell in options[3]] == ["Name", "Cost", "Outcome", "Hits", "Done", "On"]
    assert options["D4"].value == "One or more, with commas between them: age, sex, race."
    assert {"C5:C1000", "E5:E1000", "F5:F1000", "B5:B1000"} <= rules.keys()
    assert options["F5"].number_format == "d mmmm yyyy"
    assert options["A5"].number_format == "@"
    assert any("May be left blank." in text for text in texts(answers))


def test_the_machines_sheet_is_hidden_and_says_what_it_was_made_from(tmp_path):
    sheet = load_workbook(template(tmp_path, item(), ref="CHG-0007"))["gatehouse"]
    told = {row[0].value: row[1].value for row in sheet.iter_rows(max_col=2)}

    assert sheet.sheet_state == "hidden"
    assert (told["item"], told["catalogue"], told["change"]) == ("IA-01", "a" * 64, "CHG-0007")


def test_the_nine_characteristics_and_three_aims_are_listed_already(tmp_path):
    asked = CATALOGUE.item("EQ-03")
    table = layout_of(asked).tables[0]
    path = tmp_path / "eq.xlsx"
    path.write_bytes(template_workbook(Filling(asked, CATALOGUE.version, CATALOGUE.roles)))
    sheet = load_workbook(path)[table.sheet]
    places = [list(dict(table.columns.values())).index(name) for name in ("characteristic", "aim")]
    pairs = {tuple(row[place] for place in places) for row in rows_below(sheet, len(table.columns))}

    assert len(pairs) == 25
    assert ("marriage civil partnership", "discrimination") in pairs
    assert ("marriage civil partnership", "relations") not in pairs
    assert len(read_workbook(path, asked).data[table.name]) == 25


def covers(**more):
    return check("covers", field="options", column="name", **more)


def test_rows_that_hang_on_a_fact_come_once_the_fact_is_known():
    hanging = item(checks=[covers(values=["share"], when={"public_facing": True})])

    assert rows_of(hanging, "options", {}, {}) == []
    assert rows_of(hanging, "options", {}, {"public_facing": True}) == [{"name": "share"}]
    assert rows_of(hanging, "options", {}, {"public_facing": False}) == []


def test_rows_are_taken_from_a_fact_that_holds_the_values():
    asked = item(checks=[covers(fact="change_type")])

    assert rows_of(asked, "options", {}, {"change_type": ("merger", "restructure")}) == [
        {"name": "merger"},
        {"name": "restructure"},
    ]
    assert rows_of(asked, "options", {}, {}) == []


def test_what_was_handed_in_stays_and_only_what_it_lacks_is_added():
    asked = item(checks=[covers(values=["Do nothing", "Merge"])])
    rows = rows_of(asked, "options", RECORD, {})

    assert [row["name"] for row in rows] == ["Do nothing", "Share", "Merge"]


def test_a_rule_about_an_answer_gives_no_answer_away():
    asked = item(
        checks=[covers(values=["share"]), covers(id="more", values=["share"], **{"with": {"done": ["yes"]}})]
    )

    assert rows_of(asked, "options", {}, {}) == [{"name": "share"}]


def test_names_that_a_workbook_does_not_take_are_made_ones_that_it_does():
    title = "Risks/issues: what [could] go wrong * in the first year?"
    table = {
        "type": "table",
        "columns": {"a": {"type": "text", "title": "A"}, "b": {"type": "text", "title": "a"}},
    }
    layout = layout_of(
        item(
            fields={
                "x": {**table, "title": title},
                "y": {**table, "title": title},
                "z": {**table, "title": "History"},
            }
        )
    )
    names = [each.sheet for each in layout.tables]

    assert names == ["Risks issues what could go", "Risks issues what could go 2", "History 2"]
    assert all(len(name) <= LONGEST_NAME for name in names)
    assert list(layout.tables[0].columns) == ["A", "a 2"]


def test_two_questions_of_one_name_are_told_apart(tmp_path):
    twice = {"a": FIELDS["case"], "b": FIELDS["case"]}
    path = template(tmp_path, item(fields=twice), record={"a": "one", "b": "two"})

    assert read_workbook(path, item(fields=twice)).data == {"a": "one", "b": "two"}


def test_roles_are_listed_as_people_say_them_and_read_as_the_catalogue_does(tmp_path):
    book = load_workbook(template(tmp_path, item()))

    assert "s151 officer" in texts(book["gatehouse"])
    assert len(ROLES) == 2
