"""Reading one value as people write it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gates import reading
from gates.reading import address_of, answer_of, choice_of, choices_of, day_of, number_of, role_of, text_of

TYPES = ("shared_service", "digital_ict", "yes", "3")
junk = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text()) | st.binary()


@pytest.mark.parametrize(
    ("written", "number"),
    [
        (12, 12), (12.0, 12), (1.5, 1.5), (-3, -3), ("12", 12), (" 12 ", 12), ("1,200", 1200), ("1,234.50", 1234.5),
        ("£1,200", 1200), ("£ 1 200", 1200), ("-£500", -500), ("£-500", -500), ("+7", 7), ("1.", 1), (".5", 0.5),
        ("-.5", -0.5), ("007", 7), (1e15, 10**15),
    ],
)  # fmt: skip
def test_a_number_is_read_as_people_write_it(written, number):
    assert number_of(written) == number
    assert type(number_of(written)) is type(number)


@pytest.mark.parametrize(
    "written",
    ["abc", "", "12%", "1,2,3", "12,00", "1.2.3", "--5", "-£-5", "1e5", "£", "NaN", "inf", float("nan"), float("inf"),
     1e16, 10**16, "9" * 50, "9" * 20, True, None, [], "\u0661\u0662", Decimal("1.5"), date(2026, 1, 1)],
)  # fmt: skip
def test_what_is_not_a_number_is_refused(written):
    with pytest.raises(ValueError, match=r"^not a number"):
        number_of(written)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-11-21", "2026-11-21"),
        (date(2026, 11, 21), "2026-11-21"),
        (datetime(2026, 11, 21, 14, 30, tzinfo=UTC), "2026-11-21"),
        ("2026-11-21T00:00:00", "2026-11-21"),
        ("2026-11-21 00:00", "2026-11-21"),
        ("21 November 2026", "2026-11-21"),
        (" 1 Sept 2026 ", "2026-09-01"),
        ("1st december, 2026", "2026-12-01"),
        ("3 Mar. 2026", "2026-03-03"),
        ("21/11/2026", "2026-11-21"),
        ("3/4/2026", "2026-04-03"),
        ("03.04.2026", "2026-04-03"),
        ("29 February 2028", "2028-02-29"),
    ],
)
def test_a_date_is_read_as_people_write_it(written, day):
    assert day_of(written) == day


@pytest.mark.parametrize(
    "written",
    ["tbc", "", "2026-02-29", "31 April 2026", "2026-13-01", "21-11-2026", "November 2026", "21 Octember 2026", "2026",
     20261121, None, True, ["2026-11-21"], "2026-11-21T14:30", "1/13/2026", "0 May 2026", "1 ma 2026"],
)  # fmt: skip
def test_what_is_not_a_date_is_refused_with_how_to_write_one(written):
    with pytest.raises(ValueError, match=r"^not a date.* write it like 2026-11-21"):
        day_of(written)


@pytest.mark.parametrize("written", ["1899-12-31", date(2201, 1, 1), "1 January 0001"])
def test_a_year_that_cannot_be_meant_is_refused(written):
    with pytest.raises(ValueError, match="is not between 1900 and 2200"):
        day_of(written)


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_any_date_reads_back_however_it_is_written(day):
    month = reading.MONTHS[day.month - 1].title()
    for written in (
        f"{day.day} {month} {day.year}",
        f"{day.day}/{day.month}/{day.year}",
        day.isoformat(),
        day,
    ):
        assert day_of(written) == day.isoformat()


@pytest.mark.parametrize(
    ("written", "answer"), [("Yes", True), ("no", False), ("Y", True), (" TRUE ", True), (False, False)]
)
def test_yes_and_no_are_read(written, answer):
    assert answer_of(written) is answer


@pytest.mark.parametrize("written", ["maybe", "", 1, 0, None, []])
def test_anything_else_is_no_answer(written):
    with pytest.raises(ValueError, match="answer yes or no"):
        answer_of(written)


@pytest.mark.parametrize(
    ("written", "choice"),
    [("shared_service", "shared_service"), ("Shared service", "shared_service"), ("DIGITAL-ICT ", "digital_ict"),
     (True, "yes"), (3, "3")],
)  # fmt: skip
def test_a_choice_is_read_whatever_its_case_and_spacing(written, choice):
    assert choice_of(written, TYPES) == choice


@pytest.mark.parametrize(
    ("written", "hint"),
    [("shard service", "Did you mean shared_service"), ("zzz", "Choose from: shared_service"), (3.0, "Choose"),
     (None, "Choose from"), ([], "Choose from"), ("", "Choose from")],
)  # fmt: skip
def test_what_is_not_a_choice_is_refused_with_a_hint(written, hint):
    with pytest.raises(ValueError, match=hint):
        choice_of(written, TYPES)


@pytest.mark.parametrize(
    ("written", "choices"),
    [
        ("digital_ict, shared service", ["shared_service", "digital_ict"]),
        (["digital_ict", "digital ict"], ["digital_ict"]),
        (("yes",), ["yes"]),
        ([], []),
        (", ,", []),
    ],
)
def test_choices_come_once_each_in_the_catalogues_order(written, choices):
    assert choices_of(written, TYPES) == choices


@pytest.mark.parametrize("written", [None, 3, {"a": 1}, "zzz", ["yes", None], ["yes"] * 3000])
def test_what_is_not_a_list_of_choices_is_refused(written):
    with pytest.raises(ValueError, match="choice"):
        choices_of(written, TYPES)


def test_a_text_is_kept_as_it_is_but_for_its_edges_and_line_breaks():
    assert text_of("  One\r\ntwo\rthree\x0bfour \u2028five\n") == "One\ntwo\nthree\nfour \nfive"
    assert text_of("e\u0301") == "\u00e9"
    assert [text_of(value) for value in (2026, 1.5, date(2026, 11, 21))] == ["2026", "1.5", "2026-11-21"]


@pytest.mark.parametrize(
    ("written", "says"),
    [("a\x00b", "U+0000"), ("a\ud800", "U+D800"), ("a\x07", "U+0007"), ("x" * 20_001, "20,001 characters"),
     (True, "not a text"), (None, "not a text"), ([], "not a text")],
)  # fmt: skip
def test_a_text_that_nobody_can_read_is_refused(written, says):
    with pytest.raises(ValueError, match=says.replace("+", r"\+")):
        text_of(written)


@pytest.mark.parametrize("address", ["https://council.example/eqia?id=1", "http://a.example:8080/"])
def test_a_web_address_is_read(address):
    assert address_of(f" {address} ") == address


@pytest.mark.parametrize(
    "address",
    ["council.example", "ftp://council.example", "https://", "javascript:alert(1)", "https://a b.example", "tbc",
     "https://[::1", "https://a.example:99999", "https://a.example/" + "x" * 2000, 5],
)  # fmt: skip
def test_what_is_not_a_web_address_is_refused(address):
    with pytest.raises(ValueError, match="not a web address"):
        address_of(address)


def test_a_role_is_read_as_its_id():
    assert role_of("S151 officer") == role_of("s151-officer") == "s151_officer"


READERS = [
    text_of, number_of, day_of, answer_of, address_of, role_of,
    lambda value: choice_of(value, TYPES), lambda value: choices_of(value, TYPES),
]  # fmt: skip


@given(st.sampled_from(READERS), junk)
def test_a_reader_returns_what_it_reads_back_or_raises_value_error(read, value):
    try:
        canonical = read(value)
    except ValueError as error:
        json.dumps(str(error), ensure_ascii=False).encode()
    else:
        assert read(canonical) == canonical


@pytest.mark.parametrize("read", READERS)
def test_a_number_too_long_to_print_is_refused_like_any_other(read):
    with pytest.raises(ValueError, match=r"."):
        read(10**5000)

    assert reading.shown([-(10**5000)]) == "a number that is too long"


@given(junk)
def test_any_value_can_be_shown_in_a_message(value):
    assert len(reading.shown(value).encode()) <= 400
    assert len(reading.shown(value)) <= 60
