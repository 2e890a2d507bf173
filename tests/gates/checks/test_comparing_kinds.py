"""The checks that hold things against each other, or against the world: values, texts, addresses, documents."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from gates.checks.documents import DocumentType, document_type
from tests.gates.checks.held import check, verdict

HASH = "ab" * 32
PDF = {"sha256": HASH, "name": "paper.pdf", "size": 1, "media_type": "application/pdf", "flags": ()}
ROWS = [
    {"need": 4, "have": 1, "gap": 3, "on": "2026-11-01", "ends": "2026-12-01", "who": "Ann", "kinds": ["x", "y"]},
    {"need": 2, "have": 2, "gap": 0, "on": "2026-11-03", "ends": "2026-11-20", "who": "ann", "kinds": ["x"]},
]  # fmt: skip
BLANK = [*ROWS, dict.fromkeys(ROWS[0])]

AT_LEAST = {"check": "compare", "field": "rows", "column": "need", "is": "at_least", "than": "have"}
DATES = {"check": "compare", "field": "rows", "column": "on", "is": "less_than", "than": "ends"}
FIELDS = {"check": "compare", "field": "saving", "is": "more_than", "than": "cost"}
FACT = {"check": "compare", "field": "cost", "is": "equal_to", "than": "fact:budget"}
ROWS_FACT = {"check": "compare", "field": "rows", "column": "ends", "is": "at_most", "than": "fact:go_live"}
ALL_CELLS = {"check": "compare", "field": "cost", "is": "at_least", "than": "rows.need"}
GAPS = {"check": "difference", "field": "rows", "column": "gap", "of": ["need", "have"]}
OWN_WORDS = {"check": "original", "field": "rows", "columns": ["why", "how"], "from_words": 3}
OWN_FIELDS = {"check": "original", "fields": ["note", "why"]}
PAPER = {"check": "document", "types": ["pdf", "word"], "no_macros": True}
PAPER_IS = {"check": "document_is", "field": "key"}
PAPER_FACT = {"check": "document_is", "fact": "paper"}
PAGE = {"check": "web_address", "field": "page", "hosts": ["gov.uk", "NHS.uk."]}
PAGES = {"check": "web_address", "field": "rows", "column": "page"}
ROWS_FOR = {"check": "min_rows", "field": "rows", "at_least": "fact:objectives"}
PEOPLE = {"check": "min_share", "part": "rows.who:distinct", "whole": "fact:staff", "at_least": 50}
CLEAR = {
    "check": "days_between",
    "first": "opens",
    "then": "closes",
    "counting": "clear_days",
    "at_least": 28,
}
WORKING = {**CLEAR, "counting": "working_days", "at_least": 5}
REPEATED = "we looked at every case"

CASES = [
    (AT_LEAST, {"rows": ROWS}, {}, "met"),
    (AT_LEAST, {"rows": [{"need": 1, "have": 2.5}]}, {}, "row 1: 1 is not at least 2.5"),
    (AT_LEAST, {"rows": BLANK}, {}, "row 3: one of the two is not given"),
    (AT_LEAST, {"rows": []}, {}, "nothing is filled in"),
    ({**AT_LEAST, "if_given": True}, {"rows": BLANK}, {}, "met"),
    ({**AT_LEAST, "if_given": True}, {"rows": []}, {}, "met"),
    ({**AT_LEAST, "if_given": True}, {"rows": [{"need": "many", "have": 2}]}, {}, "row 1: one of the two is not given"),
    (DATES, {"rows": ROWS}, {}, "met"),
    (DATES, {"rows": [{"on": "2026-11-02", "ends": "2026-11-02"}]}, {}, "row 1: 2 November 2026 is not less than "
     "2 November 2026"),
    (FIELDS, {"saving": 5, "cost": 4}, {}, "met"),
    (FIELDS, {"saving": 4, "cost": 4}, {}, "4 is not more than 4"),
    (FIELDS, {"saving": 4}, {}, "one of the two is not given"),
    (FACT, {"cost": 0.3}, {"budget": 0.1 + 0.2}, "met"),
    (FACT, {"cost": 4}, {"budget": 5}, "4 is not equal to 5"),
    (FACT, {"cost": 4}, {}, "met"),
    (ROWS_FACT, {"rows": ROWS}, {"go_live": "2026-12-01"}, "met"),
    (ROWS_FACT, {"rows": ROWS}, {"go_live": "2026-11-30"}, "row 1: 1 December 2026 is not at most 30 November 2026"),
    (ALL_CELLS, {"cost": 4, "rows": ROWS}, {}, "met"),
    (ALL_CELLS, {"cost": 3, "rows": ROWS}, {}, "3 is not at least 4"),
    (GAPS, {"rows": ROWS}, {}, "met"),
    (GAPS, {"rows": [{"need": 4, "have": 1, "gap": 2.98}]}, {}, "row 1: 2.98, 3 needed"),
    (GAPS, {"rows": [{"need": 4, "have": 1, "gap": 2.99}]}, {}, "met"),
    (GAPS, {"rows": BLANK}, {}, "row 3: a number is not given"),
    (GAPS, {"rows": []}, {}, "nothing is filled in"),
    ({**GAPS, "if_given": True}, {"rows": BLANK}, {}, "met"),
    ({**GAPS, "if_given": True}, {"rows": []}, {}, "met"),
    (OWN_WORDS, {"rows": [{"why": "We asked the staff", "how": "By letter"}, {"why": "By letter"}]}, {}, "met"),
    (OWN_WORDS, {"rows": [{"why": "We asked staff."}, {"how": "we  asked; STAFF"}]}, {}, "1 repeated text and no "
     "texts of mere filler"),
    (OWN_WORDS, {"rows": [{"why": "test test test"}]}, {}, "no repeated texts and 1 text of mere filler"),
    (OWN_WORDS, {"rows": [{"why": "Some lorem here, ipsum there"}, {}]}, {}, "no repeated texts and 1 text of mere "
     "filler"),
    (OWN_WORDS, {"rows": [{"why": "very very"}]}, {}, "met"),
    (OWN_WORDS, {"rows": [{"why": "so it is so it is so it is so it is"}]}, {}, "no repeated texts and 1 text of "
     "mere filler"),
    (OWN_WORDS, {}, {}, "met"),
    (OWN_FIELDS, {"note": REPEATED, "why": "Because the cost falls"}, {}, "met"),
    (OWN_FIELDS, {"note": REPEATED, "why": REPEATED}, {}, "1 repeated text and no texts of mere filler"),
    (PAPER, {"document": PDF}, {}, "met"),
    (PAPER, {"document": {"sha256": HASH, "name": "a.docx"}}, {}, "met"),
    (PAPER, {"document": None}, {}, "no document is attached"),
    (PAPER, {"document": {**PDF, "flags": ["encrypted"]}}, {}, "the document is encrypted, so that nobody else can "
     "open it"),
    (PAPER, {"document": {**PDF, "flags": "encrypted"}}, {}, "met"),
    (PAPER, {"document": {**PDF, "flags": ["macros"]}}, {}, "the document contains macros"),
    ({**PAPER, "no_macros": False}, {"document": {**PDF, "flags": ["macros"]}}, {}, "met"),
    (PAPER, {"document": {**PDF, "media_type": "image/png"}}, {}, "image, pdf, word needed"),
    (PAPER, {"document": {**PDF, "media_type": "audio/ogg"}}, {}, "audio/ogg, pdf, word needed"),
    (PAPER, {"document": {"sha256": HASH, "name": "a"}}, {}, "a file of unknown type, pdf, word needed"),
    (PAPER_IS, {"document": PDF, "key": HASH.upper()}, {}, "met"),
    (PAPER_IS, {"document": PDF, "key": "0" * 64}, {}, "the document's hash begins abababababab, 000000000000 needed"),
    (PAPER_IS, {"document": PDF, "key": None}, {}, "no hash is given"),
    (PAPER_IS, {"key": HASH}, {}, "no document is attached"),
    (PAPER_FACT, {"document": PDF}, {"paper": HASH}, "met"),
    (PAPER_FACT, {"document": PDF}, {"paper": "f" * 64}, "the document's hash begins abababababab, ffffffffffff "
     "needed"),
    (PAPER_FACT, {"document": PDF}, {}, "met"),
    (PAGE, {"page": "https://www.anyborough.gov.uk/eqia?a=1"}, {}, "met"),
    (PAGE, {"page": "http://nhs.uk"}, {}, "met"),
    (PAGE, {"page": "https://www.notgov.uk/"}, {}, "not a public address at gov.uk or NHS.uk.: https://www.notgov.uk/"),
    (PAGE, {"page": None}, {}, "not a public address at gov.uk or NHS.uk.: nothing"),
    ({**PAGE, "if_given": True}, {"page": None}, {}, "met"),
    (PAGES, {"rows": [{"page": "https://caf\u00e9.fr"}, {"page": "https://b-c.org:8080/x"}]}, {}, "met"),
    (PAGES, {"rows": [{"page": "https://a.org"}, {"page": None}]}, {}, "not a public address: nothing"),
    (PAGES, {"rows": []}, {}, "not a public address: nothing"),
    (ROWS_FOR, {"rows": ROWS}, {"objectives": 2}, "met"),
    (ROWS_FOR, {"rows": ROWS}, {"objectives": 3}, "2 rows, 3 needed"),
    (ROWS_FOR, {"rows": []}, {"objectives": 0}, "met"),
    (ROWS_FOR, {"rows": []}, {}, "met"),
    (ROWS_FOR, {"rows": []}, {"objectives": "three"}, "met"),
    (PEOPLE, {"rows": ROWS}, {"staff": 2}, "met"),
    (PEOPLE, {"rows": ROWS}, {"staff": 3}, "33.33%, 50% needed"),
    (PEOPLE, {"rows": []}, {"staff": 3}, "who not known"),
    ({**PEOPLE, "part": "rows.kinds:distinct"}, {"rows": ROWS}, {"staff": 4}, "met"),
    ({**PEOPLE, "part": "rows.who:distinct"}, {"rows": [{"who": "tbc"}]}, {"staff": 4}, "0%, 50% needed"),
    (CLEAR, {"opens": "2026-01-01", "closes": "2026-01-30"}, {}, "met"),
    (CLEAR, {"opens": "2026-01-01", "closes": "2026-01-29"}, {}, "27 clear days, at least 28 needed"),
    (CLEAR, {"opens": "2026-01-01", "closes": "2026-01-01"}, {}, "no clear days, at least 28 needed"),
    (CLEAR, {"opens": "2026-01-05", "closes": "2026-01-01"}, {}, "4 clear days the wrong way round, at least 28 "
     "needed"),
    (CLEAR, {"opens": "2026-01-01"}, {}, "a date is not given"),
    # Good Friday and Easter Monday of 2026 are 3 and 6 April; Easter Monday is none in Scotland.
    (WORKING, {"opens": "2026-04-01", "closes": "2026-04-10"}, {"nation": "scotland"}, "met"),
    (WORKING, {"opens": "2026-04-01", "closes": "2026-04-10"}, {"nation": "england"}, "4 clear working days, "
     "at least 5 needed"),
    (WORKING, {"opens": "2026-04-01", "closes": "2026-04-10"}, {}, "4 clear working days, at least 5 needed"),
    (WORKING, {"opens": "2026-04-01", "closes": "2026-04-10"}, {"nation": 3}, "4 clear working days, at least 5 "
     "needed"),
    (WORKING, {"opens": "0001-01-01", "closes": "9999-12-31"}, {}, "a date is not given"),
    (WORKING, {"opens": "2026-01-01", "closes": "2300-01-01"}, {}, "a date is not given"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "record", "facts", "found"), CASES)
def test_a_check_is_met_or_says_what_it_found(raw, record, facts, found):
    assert verdict(raw, record, facts) == found


@pytest.mark.parametrize(
    "address",
    [
        "https://localhost/eqia", "https://intranet/eqia", "https://127.0.0.1/", "https://[::1]/", "http://2130706433/",
        "http://0x7f.1/", "https://www.example.com/", "https://example.gov.uk/", "https://council.example/",
        "https://council.test", "https://files.local/", "https://a..b.org", "https://-a.org/", "ftp://a.org/",
        "mailto:ann@a.org", "www.a.org", "https://evil.org\\@gov.uk/", "https://a.org/x y", "https://[bad/", 5, "",
    ],
)  # fmt: skip
def test_an_address_that_the_public_cannot_open_is_refused(address):
    assert verdict(PAGES, {"rows": [{"page": address}]}) != "met"


@pytest.mark.parametrize(
    ("media_type", "name", "found"),
    [
        ("application/pdf", "a.docx", DocumentType.PDF),
        ("application/msword", "a", DocumentType.WORD),
        ("application/vnd.oasis.opendocument.text", "a", DocumentType.WORD),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "a", DocumentType.SPREADSHEET),
        ("text/csv; charset=utf-8", "a", DocumentType.SPREADSHEET),
        ("application/vnd.ms-powerpoint.presentation.macroEnabled.12", "a", DocumentType.PRESENTATION),
        ("text/plain", "a", DocumentType.TEXT),
        ("text/html", "a", DocumentType.WEB),
        ("image/jpeg", "a", DocumentType.IMAGE),
        ("message/rfc822", "a", DocumentType.EMAIL),
        ("application/octet-stream", "Report.PPTX", DocumentType.PRESENTATION),
        ("", "mail.msg", DocumentType.EMAIL),
        ("", "pdf", DocumentType.PDF),
        ("application/x-unheard-of", "a.pdf", None),
        ("", "a.exe", None),
    ],
)
def test_the_sort_of_a_document_is_told_by_its_media_type_or_its_name(media_type, name, found):
    assert document_type(media_type, name) is found


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ({"check": "document_is"}, "one of the two"),
        ({"check": "document_is", "field": "a", "fact": "b"}, "one of the two"),
        ({"check": "original"}, "one of the two"),
        ({"check": "original", "field": "rows"}, "one of the two"),
        ({"check": "original", "columns": ["a"]}, "one of the two"),
        ({"check": "original", "fields": ["x"], "columns": ["a"]}, "one of the two"),
        ({"check": "original", "fields": ["x"], "field": "rows", "columns": ["a"]}, "one of the two"),
        ({"check": "document", "types": ["film"]}, "'pdf'"),
        ({"check": "min_rows", "field": "a", "at_least": "objectives"}, "match pattern"),
        ({"check": "compare", "field": "a", "is": "about", "than": "b"}, "'at_least'"),
        ({**WORKING, "counting": "weeks"}, "working_days"),
    ],
)
def test_a_check_that_makes_no_sense_is_refused(raw, says):
    with pytest.raises(ValidationError, match=says):
        check(**raw)


def test_working_days_are_measured_again_when_the_nation_becomes_known():
    assert check(**WORKING).facts_named() == {"nation"}
    assert check(**CLEAR).facts_named() == set()


def test_what_a_check_that_is_met_would_say_is_still_sensible():
    assert check(**PAPER).explain({"document": PDF}, {}) == "a document is attached"
    assert check(**GAPS).explain({"rows": ROWS}, {}) == "every row is right"
    assert check(**AT_LEAST).explain({"rows": ROWS}, {}) == "all are at least what they must be"
    assert check(**PAGES).explain({"rows": [{"page": "https://a.org"}]}, {}) == "not a public address: none"
