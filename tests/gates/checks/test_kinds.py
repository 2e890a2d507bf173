"""Every kind of check, held against records that meet and break it; a broken one says what it found."""

from __future__ import annotations

import pytest

from tests.gates.checks.held import check, verdict

SIGNED = {"name": "Ann Lee", "role": "s151_officer", "signed_on": "2026-11-01"}
ROWS = [
    {
        "name": "A",
        "kind": "in_house",
        "cost": 3,
        "ends": "2026-12-01",
        "on": "2026-11-01",
        "tags": ["x", "y"],
    },
    {"name": "tbc", "kind": "merger", "cost": None, "ends": "2026-11-20", "on": None, "tags": []},
]

MIN_ROWS = {"check": "min_rows", "field": "rows", "at_least": 2}
NO_BLANKS = {"check": "no_blanks", "field": "rows", "columns": ["name", "cost"]}
NO_BLANK_FIELD = {"check": "no_blanks", "field": "note"}
MIN_WORDS = {"check": "min_words", "field": "note", "at_least": 3}
MIN_WORDS_IF_GIVEN = {**MIN_WORDS, "if_given": True}
MIN_WORDS_EACH = {"check": "min_words", "field": "rows", "column": "name", "at_least": 2}
IN_HOUSE = {"check": "rows_where", "field": "rows", "column": "kind", "value": "in_house"}
ROWS_WHERE = {**IN_HOUSE, "at_least": 1, "at_most": 1}
COVERS = {"check": "covers", "field": "rows", "column": "kind", "values": ["in_house", "merger"]}
COVERS_CHOICES = {"check": "covers", "field": "groups", "values": ["age", "sex"]}
COVERS_FACT = {"check": "covers", "field": "rows", "column": "name", "fact": "rejected"}
MATRIX = {
    "check": "covers", "field": "cells", "column": "who", "values": ["age", "marriage"],
    "with": {"aim": ["eliminate", "advance"]}, "except": [["marriage", "advance"]],
}  # fmt: skip
FILLED = {
    "check": "filled_when",
    "field": "rows",
    "column": "kind",
    "values": ["merger"],
    "needs": ["name", "on"],
}
FILLED_FIELD = {"check": "filled_when", "field": "key", "values": [True], "needs": ["notice_on"]}
DISTINCT = {"check": "distinct", "field": "rows", "column": "name"}
EQUALS = {"check": "equals", "field": "answer", "values": ["accepts", "objects"]}
EQUALS_EACH = {"check": "equals", "field": "rows", "column": "kind", "values": ["merger"]}
SAME = {"check": "same_as", "field": "option", "fact": "preferred", "unless": "reason"}
SIGN = {"check": "signed", "field": "approval", "role": "s151_officer"}
DOCUMENT = {"check": "document"}
RANGE = {"check": "range", "field": "n", "at_least": 1, "at_most": 5}
RANGE_EACH = {"check": "range", "field": "rows", "column": "cost", "at_least": 1}
SUMS = {"check": "sums_to", "field": "rows", "column": "cost", "total": "total"}
SUMS_FACT = {**SUMS, "total": "fact:budget", "tolerance": 5}
SHARE = {"check": "min_share", "part": "assessed", "whole": "fact:staff", "at_least": 90}
SHARE_ROWS = {"check": "min_share", "part": "rows", "whole": "rows.cost", "at_least": 50}
FRESH = {"check": "day_range", "field": "on", "from_days": -31, "to_days": 0}
FRESH_EACH = {"check": "day_range", "field": "rows", "column": "ends", "from_days": 1}
OPEN = {"check": "days_between", "first": "opens", "then": "closes", "at_least": 42}
OPEN_MOST = {**OPEN, "at_least": None, "at_most": 90}
OPEN_FACT = {"check": "days_between", "first": "fact:closed", "then": "written", "at_least": 1}
OPEN_ROWS = {"check": "days_between", "first": "rows.on", "then": "rows.ends"}
OPEN_ALL = {
    "check": "days_between",
    "first": "rows.ends",
    "then": "fact:go_live",
    "at_least": 1,
    "at_most": 30,
}
WHEN = {**MIN_WORDS, "when": {"consultants": {"more_than": 0}}}

CASES = [
    (MIN_ROWS, {"rows": ROWS}, {}, "met"),
    (MIN_ROWS, {"rows": ROWS[:1]}, {}, "1 row, 2 needed"),
    (MIN_ROWS, {}, {}, "no rows, 2 needed"),
    (MIN_ROWS, {"rows": "many"}, {}, "no rows, 2 needed"),
    (NO_BLANKS, {"rows": ROWS[:1]}, {}, "met"),
    (NO_BLANKS, {"rows": ROWS}, {}, "2 blanks: row 2, name, row 2, cost"),
    (NO_BLANKS, {"rows": []}, {}, "nothing is filled in"),
    (NO_BLANKS, {"rows": ROWS[1:] * 4}, {}, "8 blanks: row 1, name, row 1, cost, row 2, name, row 2, cost, "
     "row 3, name and 3 more"),
    (NO_BLANK_FIELD, {"note": "Some"}, {}, "met"),
    (NO_BLANK_FIELD, {"note": "tbc"}, {}, "nothing is filled in"),
    (NO_BLANK_FIELD, {"note": 0}, {}, "met"),
    (NO_BLANK_FIELD, {"note": SIGNED}, {}, "met"),
    (NO_BLANK_FIELD, {"note": {**SIGNED, "name": "tbc"}}, {}, "nothing is filled in"),
    (MIN_WORDS, {"note": "One two three"}, {}, "met"),
    (MIN_WORDS, {"note": "One  two"}, {}, "2 words, 3 needed"),
    (MIN_WORDS, {"note": "to be confirmed"}, {}, "no words, 3 needed"),
    (MIN_WORDS, {}, {}, "no words, 3 needed"),
    (MIN_WORDS_IF_GIVEN, {}, {}, "met"),
    (MIN_WORDS_IF_GIVEN, {"note": "tbc"}, {}, "met"),
    (MIN_WORDS_IF_GIVEN, {"note": "Two words"}, {}, "2 words, 3 needed"),
    (MIN_WORDS_EACH, {"rows": [{"name": "Two words"}]}, {}, "met"),
    (MIN_WORDS_EACH, {"rows": ROWS}, {}, "no words in the shortest, 2 needed"),
    (MIN_WORDS_EACH, {"rows": []}, {}, "no words in the shortest, 2 needed"),
    (ROWS_WHERE, {"rows": ROWS}, {}, "met"),
    (ROWS_WHERE, {"rows": ROWS[:1] * 2}, {}, "2 rows with in house, at least 1 and at most 1 needed"),
    (ROWS_WHERE, {"rows": ROWS[1:]}, {}, "no rows with in house, at least 1 and at most 1 needed"),
    ({**ROWS_WHERE, "column": "tags", "value": "y"}, {"rows": ROWS}, {}, "met"),
    (COVERS, {"rows": ROWS}, {}, "met"),
    (COVERS, {"rows": ROWS[:1]}, {}, "missing: merger"),
    (COVERS, {"rows": [{"kind": " In_House"}, {"kind": None}]}, {}, "missing: merger"),
    (COVERS_CHOICES, {"groups": ["sex", "age", "race"]}, {}, "met"),
    (COVERS_CHOICES, {"groups": ["age"]}, {}, "missing: sex"),
    (COVERS_CHOICES, {}, {}, "missing: age, sex"),
    (COVERS_FACT, {"rows": ROWS}, {"rejected": ("a",)}, "met"),
    (COVERS_FACT, {"rows": ROWS}, {"rejected": ["A", "Company", "Trust"]}, "missing: Company, Trust"),
    (COVERS_FACT, {"rows": ROWS}, {}, "met"),
    (COVERS_FACT, {"rows": []}, {"rejected": ()}, "met"),
    (MATRIX, {"cells": [{"who": "age", "aim": "eliminate"}, {"who": "age", "aim": "advance"},
                        {"who": "marriage", "aim": "eliminate"}]}, {}, "met"),
    (MATRIX, {"cells": [{"who": "age", "aim": "eliminate"}]}, {}, "missing: age / advance, marriage / eliminate"),
    ({**MATRIX, "except": []}, {"cells": []}, {}, "missing: age / eliminate, age / advance, marriage / eliminate, "
     "marriage / advance"),
    (FILLED, {"rows": ROWS[:1]}, {}, "met"),
    (FILLED, {"rows": ROWS}, {}, "2 blanks: row 2, name, row 2, on"),
    (FILLED_FIELD, {"key": False}, {}, "met"),
    (FILLED_FIELD, {"key": True, "notice_on": "2026-11-01"}, {}, "met"),
    (FILLED_FIELD, {"key": True, "notice_on": None}, {}, "1 blank: notice on"),
    (DISTINCT, {"rows": [{"name": "One"}, {"name": "Two"}, {"name": "tbc"}, {"name": "TBC"}]}, {}, "met"),
    (DISTINCT, {"rows": [{"name": "A  b"}, {"name": "a b"}, {"name": "A B"}]}, {}, "2 repeats, none allowed"),
    (EQUALS, {"answer": "accepts"}, {}, "met"),
    (EQUALS, {"answer": "wait_and_see"}, {}, "wait and see; accepts or objects needed"),
    (EQUALS, {}, {}, "nothing; accepts or objects needed"),
    ({**EQUALS, "if_given": True}, {}, {}, "met"),
    ({**EQUALS, "values": [True]}, {"answer": False}, {}, "no; yes needed"),
    (EQUALS_EACH, {"rows": ROWS}, {}, "in house; merger needed"),
    (EQUALS_EACH, {"rows": ROWS[1:]}, {}, "met"),
    (EQUALS_EACH, {"rows": []}, {}, "nothing; merger needed"),
    ({**EQUALS_EACH, "if_given": True}, {"rows": []}, {}, "met"),
    (SAME, {"option": " merger"}, {"preferred": "Merger"}, "met"),
    (SAME, {"option": "Company"}, {"preferred": "Merger"}, "Company here, Merger elsewhere"),
    (SAME, {"option": "Company", "reason": "The law changed"}, {"preferred": "Merger"}, "met"),
    (SAME, {"option": "Company"}, {}, "met"),
    ({**SAME, "unless": None}, {"option": None}, {"preferred": "Merger"}, "nothing here, Merger elsewhere"),
    (SIGN, {"approval": SIGNED}, {}, "met"),
    (SIGN, {"approval": {**SIGNED, "role": "sro"}}, {}, "signed as sro, s151 officer needed"),
    (SIGN, {"approval": {**SIGNED, "name": "tbc"}}, {}, "not signed"),
    (SIGN, {"approval": {**SIGNED, "signed_on": None}}, {}, "not signed"),
    (SIGN, {"approval": "Ann Lee"}, {}, "not signed"),
    (SIGN, {}, {}, "not signed"),
    (DOCUMENT, {"document": {"sha256": "0" * 64}}, {}, "met"),
    (DOCUMENT, {"document": {"sha256": None}}, {}, "no document is attached"),
    (DOCUMENT, {"document": None}, {}, "no document is attached"),
    (RANGE, {"n": 1}, {}, "met"),
    (RANGE, {"n": 5.5}, {}, "5.5; at least 1 and at most 5 allowed"),
    (RANGE, {"n": 0}, {}, "0; at least 1 and at most 5 allowed"),
    (RANGE, {"n": None}, {}, "no number is given"),
    (RANGE, {"n": True}, {}, "no number is given"),
    ({**RANGE, "if_given": True}, {"n": None}, {}, "met"),
    ({**RANGE, "if_given": True}, {"n": 6}, {}, "6; at least 1 and at most 5 allowed"),
    (RANGE_EACH, {"rows": ROWS}, {}, "met"),
    (RANGE_EACH, {"rows": [{"cost": 2}, {"cost": 0}]}, {}, "0; at least 1 allowed"),
    (SUMS, {"rows": [{"cost": 0.1}, {"cost": 0.2}], "total": 0.3}, {}, "met"),
    (SUMS, {"rows": ROWS, "total": 4}, {}, "adds up to 3, 4 needed"),
    (SUMS, {"rows": ROWS}, {}, "adds up to 3, no total is given"),
    (SUMS, {"rows": [], "total": 0}, {}, "met"),
    ({**SUMS, "total": 100}, {"rows": [{"cost": 60}, {"cost": 39}]}, {}, "adds up to 99, 100 needed"),
    (SUMS_FACT, {"rows": ROWS}, {"budget": 8}, "met"),
    (SUMS_FACT, {"rows": ROWS}, {"budget": 9}, "adds up to 3, 9 needed"),
    (SUMS_FACT, {"rows": ROWS}, {}, "met"),
    (SHARE, {"assessed": 90}, {"staff": 100}, "met"),
    (SHARE, {"assessed": 89}, {"staff": 100}, "89%, 90% needed"),
    (SHARE, {"assessed": 0}, {"staff": 0}, "met"),
    (SHARE, {"assessed": 1e15}, {"staff": 1e-300}, "met"),
    (SHARE, {"assessed": 5}, {}, "staff not known"),
    (SHARE, {}, {}, "assessed and staff not known"),
    (SHARE_ROWS, {"rows": ROWS}, {}, "met"),
    (SHARE_ROWS, {"rows": [{"cost": 9}]}, {}, "11.11%, 50% needed"),
    (FRESH, {"on": "2026-11-21"}, {}, "met"),
    (FRESH, {"on": "2026-10-20"}, {}, "20 October 2026; not before 31 days ago and not after today"),
    (FRESH, {"on": "2026-11-22"}, {}, "22 November 2026; not before 31 days ago and not after today"),
    (FRESH, {"on": SIGNED}, {}, "met"),
    (FRESH, {"on": {**SIGNED, "signed_on": None}}, {}, "no date is given"),
    (FRESH, {"on": "soon"}, {}, "no date is given"),
    ({**FRESH, "if_given": True}, {}, {}, "met"),
    (FRESH_EACH, {"rows": ROWS}, {}, "20 November 2026 to 1 December 2026; not before 1 day from today"),
    (OPEN, {"opens": "2026-01-01", "closes": "2026-02-12"}, {}, "met"),
    (OPEN, {"opens": "2026-01-01", "closes": "2026-02-11"}, {}, "41 days, at least 42 needed"),
    (OPEN, {"opens": "2026-02-12", "closes": "2026-01-01"}, {}, "42 days the wrong way round, at least 42 needed"),
    (OPEN, {"opens": "2026-01-01"}, {}, "a date is not given"),
    (OPEN_MOST, {"opens": "2026-01-01"}, {}, "a date is not given"),
    (OPEN_MOST, {"opens": "2026-01-01", "closes": "2026-04-02"}, {}, "91 days, at most 90 needed"),
    (OPEN_FACT, {"written": "2026-02-01"}, {"closed": "2026-01-31"}, "met"),
    (OPEN_FACT, {"written": "2026-01-31"}, {"closed": "2026-01-31"}, "no days, at least 1 needed"),
    (OPEN_FACT, {"written": None}, {"closed": "2026-01-31"}, "a date is not given"),
    (OPEN_FACT, {"written": None}, {}, "met"),
    (OPEN_ROWS, {"rows": ROWS[:1]}, {}, "met"),
    (OPEN_ROWS, {"rows": ROWS}, {}, "a date is not given"),
    (OPEN_ROWS, {"rows": []}, {}, "a date is not given"),
    (OPEN_ROWS, {"rows": [{"on": "2026-11-02", "ends": "2026-11-01"}]}, {}, "1 day the wrong way round, "
     "at least 0 needed"),
    (OPEN_ALL, {"rows": ROWS}, {"go_live": "2026-12-02"}, "met"),
    (OPEN_ALL, {"rows": ROWS}, {"go_live": "2026-12-01"}, "no days, at least 1 and at most 30 needed"),
    (OPEN_ALL, {"rows": ROWS}, {"go_live": "2026-12-24"}, "34 days, at least 1 and at most 30 needed"),
    (WHEN, {"note": "short"}, {"consultants": 1}, "1 word, 3 needed"),
    (WHEN, {"note": "short"}, {}, "1 word, 3 needed"),
    (WHEN, {"note": "short"}, {"consultants": 0}, "met"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "record", "facts", "found"), CASES)
def test_a_check_is_met_or_says_what_it_found(raw, record, facts, found):
    assert verdict(raw, record, facts) == found


def test_a_check_that_does_not_apply_says_so():
    held = check(**WHEN)

    assert held.explain({"note": "short"}, {"consultants": 0}) == "does not apply"
    assert held.facts_named() == {"consultants"}


def test_what_a_check_that_is_met_would_say_is_still_sensible():
    assert check(**COVERS).explain({"rows": ROWS}, {}) == "missing: none"
    assert check(**RANGE).explain({"n": 3}, {}) == "3; at least 1 and at most 5 allowed"
