"""Registers and mappings for tests, made of what the test is about and nothing else."""

from __future__ import annotations

from openpyxl import Workbook

from tasks.registers import Accepted, Rejected, load_mapping, read_register, read_table


def csv_file(folder, text, *, encoding="utf-8", name="register.csv"):
    """A file with exactly this text, or exactly these bytes."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


def xlsx_file(folder, *rows, title="Register", name="register.xlsx"):
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    path = folder / name
    book.save(path)
    return path


def mapping_file(folder, text):
    path = folder / "mapping.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def table_of(folder, text, **how):
    return read_table(csv_file(folder, text, **how))


def rows_of(folder, text, **how):
    return list(table_of(folder, text, **how).rows)


def outcomes(folder, text, mapping=None, **how):
    path = text if hasattr(text, "suffix") else csv_file(folder, text, **how)
    loaded = load_mapping(mapping_file(folder, mapping)) if mapping else None
    return list(read_register(path, loaded))


def accepted(found):
    return [each.draft for each in found if isinstance(each, Accepted)]


def rejected(found):
    return [each for each in found if isinstance(each, Rejected)]


def only(found):
    """The one accepted draft."""
    assert not rejected(found)
    (draft,) = accepted(found)
    return draft


def reasons(found):
    return [reason for each in rejected(found) for reason in each.reasons]
