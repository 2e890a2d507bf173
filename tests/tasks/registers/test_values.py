"""How one cell becomes money, a number, a day, yes or no, a choice, a list or an e-mail address."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tasks.registers.amounts import count, money
from tasks.registers.convert import convert
from tasks.registers.dates import day
from tasks.registers.mapping import FieldMap
from tasks.registers.targets import TARGETS


def converted(target, cell, **options):
    return convert(cell, TARGETS[target], FieldMap.model_validate({"from": "column", **options}))


@pytest.mark.parametrize(
    ("cell", "pounds"),
    [
        ("1250", 1250),
        ("£1,250.50", 1250.5),
        ("£ 1 250", 1250),
        ("£1\u00a0250", 1250),
        ("GBP 12", 12),
        ("12 GBP", 12),
        ("-300", -300),
        ("\u2212300", -300),
        ("£-300", -300),
        ("-£300", -300),
        ("(300)", -300),
        ("(£1,300.00)", -1300),
        ("£(300)", -300),
        ("+5", 5),
        (".5", 0.5),
        ("5.", 5),
        ("0", 0),
        ("£1.2m", 1_200_000),
        ("3bn", 3_000_000_000),
        ("250k", 250_000),
        ("2.5 Million", 2_500_000),
        (1250, 1250),
        (1250.5, 1250.5),
        (0.1 + 0.2, 0.3),
        ("0.005", 0.01),
    ],
)
def test_money_is_read_as_people_and_accountants_write_it(cell, pounds):
    assert money(cell) == pounds
    assert isinstance(money(cell), type(pounds))


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "abc",
            "",
            "£",
            "1,25",
            "1,2345",
            "1.250,50",
            "1,250 300",
            "12,345,67",
            "1 2",
            "--5",
            "-(5)",
            "(5",
            "5)",
        ),
        *("$5", "€5", "5%", "1e6", "5.5.5", "(-5)", "£5 to £6", "approx 5", "٣", "1" * 16, "9" * 100),
        *(True, date(2026, 1, 1), float("nan"), float("inf"), 1e300),
    ],
)
def test_what_is_no_amount_in_pounds_is_refused(cell):
    with pytest.raises(ValueError, match="pounds"):
        money(cell)


def test_a_column_may_count_in_millions_but_a_unit_in_the_cell_stands_above_it():
    assert money("£1,032", Decimal(1_000_000)) == 1_032_000_000
    assert money("27.66", Decimal(1_000_000)) == 27_660_000
    assert money("£1.2bn", Decimal(1_000_000)) == 1_200_000_000


@pytest.mark.parametrize(
    ("cell", "number"), [("12", 12), ("1,200", 1200), ("0", 0), (12.0, 12), ("1.2k", 1200)]
)
def test_a_number_is_whole_and_not_negative(cell, number):
    assert count(cell) == number


@pytest.mark.parametrize("cell", ["-1", "1.5", "£5", "many", True, "about 12", "10-20"])
def test_what_is_no_whole_number_is_refused(cell):
    with pytest.raises(ValueError, match="whole number"):
        count(cell)


@pytest.mark.parametrize(
    "cell",
    [
        *("2026-03-31", "2026/03/31", "20260331", "2026-03-31T00:00:00Z", "2026-03-31 09:30"),
        *("31/03/2026", "31-03-2026", "31.03.2026", "31/3/26", "31/03/2026 00:00"),
        *("31 March 2026", "31 Mar 2026", "31-Mar-2026", "31-MAR-26", "31st March 2026", " 31  mar.  2026 "),
        *("46112", 46112, 46112.75, date(2026, 3, 31), datetime(2026, 3, 31, 23, 59, tzinfo=UTC)),
    ],
)
def test_a_day_is_read_however_it_is_written(cell):
    assert day(cell) == "2026-03-31"


@pytest.mark.parametrize(
    "cell",
    [
        *("", "abc", "31/02/2026", "03/31/2026", "2026", "March 2026", "31 Foo 2026", "0202-01-01", "99999"),
        *("44", "31/03/2026 to 01/04/2026", "2026-13-01", "1/1", True, 12, 1e9, "٣١/٠٣/٢٠٢٦"),
    ],
)
def test_what_is_no_day_is_refused(cell):
    with pytest.raises(ValueError, match="a date such as 31/03/2026"):
        day(cell)


def test_september_may_be_cut_to_four_letters():
    assert day("1 Sept 2026") == "2026-09-01"


def test_a_mapping_may_put_the_month_first():
    assert converted("facts.decision_date", "03/04/2026") == "2026-04-03"
    assert converted("facts.decision_date", "03/04/2026", formats="mm/dd/yyyy") == "2026-03-04"
    with pytest.raises(ValueError, match="mm/dd/yyyy"):
        converted("facts.decision_date", "2026-03-04", formats=["mm/dd/yyyy"])


@pytest.mark.parametrize(
    ("cell", "answer"),
    [
        ("Yes", True),
        ("y", True),
        ("TRUE", True),
        ("1", True),
        (True, True),
        (1, True),
        ("No", False),
        (False, False),
    ],
)
def test_yes_and_no_are_read(cell, answer):
    assert converted("facts.personal_data", cell) is answer


@pytest.mark.parametrize("cell", ["maybe", "2", "x", ""])
def test_what_is_neither_yes_nor_no_is_refused(cell):
    with pytest.raises(ValueError, match="yes or no"):
        converted("facts.personal_data", cell)


def test_a_choice_is_read_without_regard_to_case_and_spaces():
    assert converted("facts.nation", " Northern  Ireland ") == "northern_ireland"
    with pytest.raises(ValueError, match="one of england, scotland, wales, northern_ireland"):
        converted("facts.nation", "Cornwall")


def test_types_are_told_apart_at_commas_but_councils_have_commas_in_their_names():
    assert converted("types", "Shared service, merger;Merger") == ("shared_service", "merger")
    assert converted("councils", "Armagh City, Banbridge and Craigavon; Ryedale\nRyedale") == (
        "Armagh City, Banbridge and Craigavon",
        "Ryedale",
    )
    assert converted("councils", "Babergh / Mid Suffolk", split="/") == ("Babergh", "Mid Suffolk")


@pytest.mark.parametrize("cell", ["a.clerk@council.example", " first.last+tag@sub.council.example "])
def test_an_email_address_is_read(cell):
    assert converted("sro", cell) == cell.strip()


@pytest.mark.parametrize("cell", ["A. Clerk", "a@b", "a@b.c, d@e.f", "a b@c.d", "<a@b.c>", "a@b.c" * 100])
def test_what_is_no_email_address_is_refused(cell):
    with pytest.raises(ValueError, match="e-mail"):
        converted("sro", cell)


def test_a_title_is_one_line_and_a_summary_keeps_its_paragraphs():
    assert converted("title", "  Payroll\r\nby a  neighbour ") == "Payroll by a neighbour"
    assert converted("summary", " One.\r\r\nTwo.\rThree. ") == "One.\nTwo.\nThree."


def test_a_text_beyond_its_length_is_refused():
    with pytest.raises(ValueError, match="at most 300 characters, not 301"):
        converted("title", "x" * 301)
