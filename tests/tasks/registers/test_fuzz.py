"""Whatever a file holds, reading it ends in rows or in a GateError, never in anything else."""

import csv
import io
import zipfile
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gates.errors import GateError
from tasks.registers import Accepted, Rejected, RejectsFile, load_mapping, read_register, read_table
from tests.tasks.registers.make import xlsx_file

MANY = settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
FEWER = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
MESS = st.text(alphabet=st.sampled_from("\",;|\t\n\r\0 '=£é\ufeff\u2028ab1"), max_size=60)
TARGETS = st.sampled_from(
    ["external_ref", "title", "types", "nation", "one_off_cost", "decision_date", "x", ""]
)
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), TARGETS)
NESTED = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TARGETS, inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def workbook(tmp_path_factory):
    rows = [["external_ref", "title", "one_off_cost"], ["A-1", "Payroll", "=1+1"], ["A-2", "Parks", 5.5]]
    return xlsx_file(tmp_path_factory.mktemp("fuzz"), *rows).read_bytes()


def shown(error):
    """An error must be able to say itself; it leaves no rows."""
    assert error.message
    return []


def read_whole(data, mapping=None, suffix=".csv"):
    """Read bytes as a register, write its rejects, and read those again: all of it must hold."""
    with TemporaryDirectory() as name:
        path = Path(name) / f"register{suffix}"
        path.write_bytes(data)
        try:
            register = read_register(path, mapping)
            found = list(register)
        except GateError as error:
            return shown(error)
        with RejectsFile(path, register.columns) as rejects:
            for outcome in found:
                assert isinstance(outcome, Accepted) or outcome.reasons
                if isinstance(outcome, Rejected):
                    rejects.add(outcome)
        if rejects.path is not None:
            # A file of which nothing but rejects is left may have lost its required headings, never its rows.
            with suppress(GateError):
                assert sum(1 for _ in read_table(rejects.path).rows) >= rejects.count
        assert [each.line for each in found] == sorted({each.line for each in found})
        return found


@MANY
@given(st.binary(max_size=400))
def test_any_bytes(data):
    read_whole(data)


@MANY
@given(st.binary(max_size=60), st.sampled_from(["utf-8", "utf-16", "utf-16-le", "utf-32", "cp1252"]), MESS)
def test_any_bytes_below_good_headings(data, encoding, mess):
    read_whole("external_ref,title,one_off_cost\n".encode(encoding) + mess.encode(encoding, "replace") + data)


@MANY
@given(MESS)
def test_any_text_below_good_headings(mess):
    read_whole(f"external_ref,title\nA-1,x\n{mess}\n".encode())


@MANY
@given(
    st.lists(st.lists(st.text(max_size=12), min_size=3, max_size=3), min_size=1, max_size=8),
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n"]),
)
def test_any_well_formed_csv_loses_no_row_and_no_letter(rows, delimiter, end):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerow(["external_ref", "title", "extra"])
    writer.writerows(rows)
    text = out.getvalue()
    filled = [row for row in rows if any(cell.strip() for cell in row)]

    found = read_whole(text.encode("utf-8", "replace"))

    if "\0" not in text and found:
        kept = [each.draft.source_fields if isinstance(each, Accepted) else each.cells for each in found]
        said = [[cell.encode("utf-8", "replace").decode() for cell in row] for row in filled]
        assert [list(cells.values()) for cells in kept] == said


@MANY
@given(st.dictionaries(st.sampled_from(["fields", "keep", "unknown_when", "sheet", "x"]), NESTED, max_size=4))
def test_any_mapping_of_yaml_values(data):
    from ruamel.yaml import YAML

    out = io.StringIO()
    YAML(typ="safe").dump(data, out)
    use_mapping(out.getvalue())


@MANY
@given(
    st.dictionaries(
        TARGETS,
        st.fixed_dictionaries(
            {},
            optional={
                "from": st.sampled_from(["ref", "name", "cost", "nope"]),
                "always": SCALARS,
                "values": st.dictionaries(st.text(max_size=3), SCALARS, max_size=2),
                "otherwise": SCALARS,
                "multiply": SCALARS,
                "formats": st.lists(st.text(alphabet="dmy/- ", max_size=10), max_size=2),
                "split": st.text(max_size=2),
                "unknown_when": st.lists(st.text(alphabet="a*e ", max_size=3), max_size=2),
            },
        ),
    )
)
def test_any_mapping_of_the_right_shape(fields):
    from ruamel.yaml import YAML

    needed = {"external_ref": {"from": "ref"}, "title": {"from": "name"}}
    out = io.StringIO()
    YAML(typ="safe").dump({"fields": needed | fields}, out)
    use_mapping(out.getvalue())


@MANY
@given(st.text(alphabet="fields: {}[]&*!-\n\t'\"#|>%@`ab1.é\0", max_size=80))
def test_any_text_as_a_mapping(text):
    use_mapping(text)


def use_mapping(text):
    with TemporaryDirectory() as name:
        path = Path(name) / "mapping.yaml"
        path.write_text(text, encoding="utf-8", errors="replace")
        try:
            mapping = load_mapping(path)
        except GateError as error:
            shown(error)
            return
        read_whole("ref,name,cost\nA-1,Payroll,£5\nA-2,Parks,abc\n".encode(), mapping)


@FEWER
@given(position=st.floats(0, 1), junk=st.binary(max_size=6))
def test_a_workbook_with_any_bytes_changed(workbook, position, junk):
    at = int(position * len(workbook))

    read_whole(workbook[:at] + junk + workbook[at + len(junk) :], suffix=".xlsx")


@FEWER
@given(
    member=st.sampled_from(["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"]),
    position=st.floats(0, 1),
    cut=st.integers(0, 20),
    junk=st.text(alphabet='<>/"= rtsvnum0123456789', max_size=10),
)
def test_a_workbook_with_any_xml_changed(workbook, member, position, cut, junk):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            at = int(position * len(data))
            after.writestr(name, data[:at] + junk.encode() + data[at + cut :] if name == member else data)

    read_whole(out.getvalue(), suffix=".xlsx")
