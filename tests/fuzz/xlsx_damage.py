"""Damage to a workbook behind a spreadsheet program's back: its XML, and the archive that it lies in."""

from __future__ import annotations

import io
import re
import zipfile

from hypothesis import strategies as st

_CELL = re.compile(r'<c r="([A-Z]+\d+)"[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
RAW = (
    *(
        't="n"><v>abc</v></c>',
        't="n"><v></v></c>',
        't="n"><v>1e400</v></c>',
        't="n"><v>-1</v></c>',
        't="n"><v>nan</v></c>',
    ),
    *(
        't="s"><v>99999</v></c>',
        't="s"><v>-1</v></c>',
        't="s"><v>x</v></c>',
        't="b"><v>7</v></c>',
        't="e"><v>#REF!</v></c>',
    ),
    *(
        't="d"><v>2026-13-01</v></c>',
        't="d"><v>2026-06-10T25:00:00</v></c>',
        't="inlineStr"><is><t>_x0000_\u202e</t></is></c>',
    ),
    *(
        't="inlineStr"><is></is></c>',
        't="str"><f>1+1</f></c>',
        't="str"><f>1+1</f><v>2</v></c>',
        't="zz"><v>1</v></c>',
        "/>",
    ),
    *(
        's="9999"><v>45000</v></c>',
        's="-1"><v>1</v></c>',
        't="n"><v>2958466</v></c>',
        't="n"><v>0.5</v></c>',
        "><v>45000.99999</v></c>",
    ),
    *(
        't="inlineStr"><is><t>' + "x" * 40_000 + "</t></is></c>",
        't="str"><f t="array" ref="A1:Z9">X</f></c>',
        "><v>1</v>",
    ),
)
REFS = ("A1", "ZZZ1", "XFD1048576", "B0", "", "b2", "1", "A99999999999", "C5", "B5")
MEMBERS = (
    "xl/workbook.xml",
    "xl/styles.xml",
    "[Content_Types].xml",
    "xl/_rels/workbook.xml.rels",
    "xl/worksheets/sheet2.xml",
)
SWAPS = (
    *(
        ('name="Answers"', 'name="Antworten"'),
        ("<sheets>", "<sheets/><sheets>"),
        ('state="hidden"', ""),
        ("sheetId", "sheetID"),
    ),
    *(
        ("<sheetData>", "<sheetData/><sheetData>"),
        ("<row r=", "<row x="),
        ("</worksheet>", "<mergeCells><mergeCell ref='A3:C9'/></mergeCells></worksheet>"),
    ),
    *(
        ("<row ", "<row hidden='x' "),
        ("xmlns=", "xmlns:x="),
        ("<numFmt ", "<numFmt/><numFmt "),
        ("UTF-8", "UTF-16"),
        ("<", "&lt;"),
    ),
    *(
        ("worksheets/sheet2.xml", "worksheets/sheet9.xml"),
        ("spreadsheetml.sheet.main", "x"),
        ("date1904", "date1905"),
        ('r="2"', 'r="-2"'),
    ),
    *(
        ('r="3"', 'r="1048577"'),
        ('r="3"', 'r="2"'),
        ("<workbookPr", "<workbookPr date1904='1'"),
        ("?>", "?><!DOCTYPE x [<!ENTITY a 'b'>]>"),
    ),
)


def rewritten(data, changes):
    """The same archive with some members rewritten (None: left out)."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            text = before.read(name)
            if name not in changes:
                after.writestr(name, text)
            elif changes[name] is not None:
                after.writestr(name, changes[name](text))
    return out.getvalue()


def sheets(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return sorted(name for name in archive.namelist() if name.startswith("xl/worksheets/sheet"))


@st.composite
def cells_changed(draw, xml):
    """A sheet with some cells written as no spreadsheet writes them, dropped, repeated or moved."""
    text = xml.decode()
    for _ in range(draw(st.integers(1, 4))):
        cells = list(_CELL.finditer(text))
        if not cells:
            break
        cell = draw(st.sampled_from(cells))
        ref = draw(st.sampled_from([cell[1], cell[1], *REFS]))
        other = draw(st.sampled_from(cells))[0]
        new = draw(
            st.sampled_from(
                [
                    f'<c r="{ref}" {draw(st.sampled_from(RAW))}',
                    cell[0].replace(cell[1], ref),
                    "",
                    other,
                    cell[0] * 2,
                ]
            )
        )
        text = text[: cell.start()] + new + text[cell.end() :]
    return text.encode("utf-8", "surrogatepass")
