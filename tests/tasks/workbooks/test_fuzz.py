"""Whatever was done to a workbook, it is read or refused in words."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gates.errors import GateError
from gates.records import read_record
from tasks.workbooks import read_workbook
from tests.gates.catalogues import RECORD, item
from tests.tasks.workbooks.fill import template

ITEM = item()


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fuzz")
    return template(folder, ITEM, record=read_record(ITEM, RECORD))


@st.composite
def harm(draw):
    """Which part to change, and where to write which bytes into it; without a part, into the file itself."""
    parts = [
        "",
        "xl/workbook.xml",
        "xl/styles.xml",
        "[Content_Types].xml",
        *(f"xl/worksheets/sheet{n}.xml" for n in (1, 2, 3, 4)),
    ]
    bytes_ = st.one_of(
        st.binary(min_size=1, max_size=4), st.sampled_from([b"<", b">", b"&#0;", b"<f/>", b'"', b"</row>"])
    )
    return draw(st.sampled_from(parts)), draw(
        st.lists(st.tuples(st.floats(0, 1), bytes_), min_size=1, max_size=4)
    )


def harmed(content, writes):
    changed = bytearray(content)
    for share, written in writes:
        at = int(share * (len(changed) - 1))
        changed[at : at + len(written)] = written
    return bytes(changed)


@given(harm=harm())
def test_a_harmed_workbook_is_read_or_refused(place, harm):
    part, writes = harm
    held = io.BytesIO()
    if part:
        with zipfile.ZipFile(place) as before, zipfile.ZipFile(held, "w") as after:
            for name in before.namelist():
                data = before.read(name)
                after.writestr(name, harmed(data, writes) if name == part else data)
    else:
        held.write(harmed(place.read_bytes(), writes))
    path = place.with_name("harmed.xlsx")
    path.write_bytes(held.getvalue())
    with suppress(GateError):
        found = read_workbook(path, ITEM)
        assert set(found.data) <= set(ITEM.fields)
        read_record(ITEM, found.data)
