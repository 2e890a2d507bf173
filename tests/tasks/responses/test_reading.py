"""An export becomes submissions: what is what is told from headings or a mapping, and nothing is guessed in silence."""

from __future__ import annotations

from datetime import date

import pytest

from gates.response_tally import Channel, Respondent
from tasks.registers.errors import EmptyRegister, UnreadableRegister
from tasks.registers.model import Rejected
from tasks.responses import Read, load_response_mapping, read_responses
from tasks.responses.errors import (
    ResponseMappingDoesNotFit,
    ResponsesNotRecognised,
    UnreadableResponseMapping,
)
from tasks.responses.file import hash_of_file
from tasks.responses.recognise import is_free
from tasks.responses.terms import area_of, channel_of, respondent_of
from tests.machine import ROOT
from tests.tasks.registers.make import csv_file, mapping_file, xlsx_file

TODAY = date(2026, 3, 2)
SHIPPED = ROOT / "config" / "imports" / "consultation.yaml"
HEADINGS = (
    "Response ID,Date submitted,Respondent type - Respondent type,Location - address,Do you agree?,Why?"
)
WORDS = "because the library is where we meet and read"


def read(folder, text, mapping=None, **how):
    path = text if hasattr(text, "suffix") else csv_file(folder, text, **how)
    loaded = load_response_mapping(mapping_file(folder, mapping)) if mapping else None
    return read_responses(path, loaded, today=TODAY)


def submissions(file):
    found = list(file)
    assert not [each for each in found if isinstance(each, Rejected)], found
    return [each.submission for each in found]


def reasons(file):
    return [each.reasons for each in file if isinstance(each, Rejected)]


def test_the_usual_headings_need_no_mapping(tmp_path):
    text = f"{HEADINGS}\nR-1,21/02/2026 14:05,Individual,12 Mill Lane DE1 2AB,Agree,{WORDS}\n"
    (one,) = submissions(read(tmp_path, text))

    assert (one.external_id, one.received_on) == ("R-1", date(2026, 2, 21))
    assert (one.channel, one.respondent, one.label) == (Channel.ONLINE, Respondent.INDIVIDUAL, "Individual")
    assert (one.area, one.contact) == ("DE1", {"Location - address": "12 Mill Lane DE1 2AB"})
    assert (one.answers, one.free) == (("Agree", WORDS), frozenset({1}))


def test_the_shape_of_a_real_platform_is_read(shared_data):
    file = read_responses(shared_data / "consultation_responses_lgr.csv", today=TODAY)
    found = submissions(file)

    assert [one.respondent for one in found].count(Respondent.ORGANISATION) == 2
    assert {one.area for one in found} == {"Derbyshire", "Derby City"}
    assert [question.title[:9] for question in file.questions if question.free] == ["Prop 1 Q8", "Prop 2 Q8"]
    mapped = read_responses(
        shared_data / "consultation_responses_lgr.csv", load_response_mapping(SHIPPED), today=TODAY
    )
    assert submissions(mapped) == found


def test_a_workbook_is_read_like_a_text(tmp_path):
    rows = [
        ["Response ID", "Submitted", "Respondent type", "Do you agree?"],
        [7, date(2026, 2, 1), "Business", "No"],
    ]
    (one,) = submissions(read(tmp_path, xlsx_file(tmp_path, *rows)))

    assert (one.external_id, one.received_on, one.respondent) == ("7", date(2026, 2, 1), Respondent.BUSINESS)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters_are_found(tmp_path, encoding, delimiter):
    text = f"Respondent type{delimiter}Do you agree?\nIndividual{delimiter}Não é caro: £5 sim\n"
    (one,) = submissions(read(tmp_path, text, encoding=encoding))

    assert one.answers == ("Não é caro: £5 sim",)


def test_contact_details_and_characteristics_are_no_questions(tmp_path):
    headings = "Respondent type,Your name,Email address,Age group,Ethnic group,Do you agree?"
    (one,) = submissions(read(tmp_path, f"{headings}\nIndividual,A. Person,a@x.example,65+,,Yes\n"))

    assert one.contact == {"Your name": "A. Person", "Email address": "a@x.example"}
    assert one.characteristics == {"Age group": "65+"}
    assert one.answers == ("Yes",)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("R-1,3 March 2026,Individual,North,Agree,x", "which is after today"),
        ("R-1,someday,Individual,North,Agree,x", 'column Date submitted says "someday"; expected a date'),
        ("R-1,1/2/2026,Individual,North,,", "no question is answered"),
        ("R-1,1/2/2026,Individual", "too few cells: 3"),
        ("R-1,1/2/2026,Individual,North,Agree,x,y", "too many cells: 7"),
        ('R-1,1/2/2026,Individual,"North,Agree,x', "a quotation mark"),
        ("R-1,1/2/2026,Individual,No\0rth,Agree,x", "NUL"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why_and_costs_no_other(tmp_path, row, reason):
    good = "R-2,1/2/2026,Individual,North,Agree,x"
    found = list(read(tmp_path, f"{HEADINGS}\n{row}\n\n{good}\n"))

    rejected = [each for each in found if isinstance(each, Rejected)]
    assert reason in "; ".join(rejected[0].reasons)
    assert [each.submission.external_id for each in found if isinstance(each, Read)] == ["R-2"]


def test_a_row_without_a_day_is_taken(tmp_path):
    (one,) = submissions(read(tmp_path, f"{HEADINGS}\nR-1,,Individual,North,Agree,x\n"))

    assert one.received_on is None


def test_blank_rows_are_passed_over_and_counted(tmp_path):
    file = read(tmp_path, f"{HEADINGS}\n,,,,,\n\nR-1,,Individual,North,Agree,x\n")

    assert len(submissions(file)) == 1
    assert file.blank_rows == 2


def test_a_file_without_rows_or_recognisable_headings_is_refused(tmp_path):
    with pytest.raises(EmptyRegister):
        read(tmp_path, f"{HEADINGS}\n")
    with pytest.raises(ResponsesNotRecognised, match="no heading says"):
        read(tmp_path, "Agree,because\nDisagree,why not\n")
    with pytest.raises(ResponsesNotRecognised):
        read(tmp_path, "Response ID,Respondent type\n1,Individual\n")
    with pytest.raises(UnreadableRegister):
        hash_of_file(tmp_path)


MAPPING = """
respondent: {from: Who, values: {Tenants' group: voluntary_group}, otherwise: staff}
channel: {from: How, values: {Hot line: telephone}}
received: {from: When, formats: mm/dd/yyyy}
area: Where
id: No
contact: [Mail]
characteristics: Age
leave_out: [Browser]
questions: [Q1, Q2]
free_text: [Q1]
"""
MAPPED = "No,Who,How,When,Where,Mail,Age,Browser,Q1,Q2,Q3"


def test_a_mapping_says_which_column_is_what(tmp_path):
    rows = f"{MAPPED}\n1,tenants' group,HOT LINE,02/21/2026,North,m@x.example,30,Lynx,Yes,No,Maybe\n"
    (one,) = submissions(read(tmp_path, rows, MAPPING))

    assert (one.respondent, one.channel) == (Respondent.VOLUNTARY_GROUP, Channel.TELEPHONE)
    assert (one.received_on, one.area, one.external_id) == (date(2026, 2, 21), "North", "1")
    assert (one.contact, one.characteristics) == ({"Mail": "m@x.example"}, {"Age": "30"})
    assert (one.answers, one.free) == (("Yes", "No"), frozenset({0}))
    assert "Lynx" not in str(one)


@pytest.mark.parametrize(
    ("who", "expected"),
    [("Zzz", Respondent.STAFF), ("A charity", Respondent.VOLUNTARY_GROUP), ("", "not_stated")],
)
def test_what_a_mapping_does_not_list_is_told_by_its_words(tmp_path, who, expected):
    (one,) = submissions(read(tmp_path, f"{MAPPED}\n1,{who},post,,,,,,Yes,No,x\n", MAPPING))

    assert (one.respondent, one.channel) == (expected, Channel.LETTER)


def test_every_row_can_have_the_same_day_and_channel(tmp_path):
    mapping = "received: {always: 2026-02-01}\nchannel: {always: email}\nrespondent: {always: staff}"
    (one,) = submissions(read(tmp_path, "Q1\nYes\n", mapping))

    assert (one.received_on, one.channel, one.respondent) == (
        date(2026, 2, 1),
        Channel.EMAIL,
        Respondent.STAFF,
    )


@pytest.mark.parametrize(
    ("mapping", "why"),
    [
        ("area: Were", 'area wants column "Were", which is not there. Did you mean Where?'),
        ("free_text: [Q9]", 'free_text wants column "Q9"'),
        ("leave_out: [Where, Q1]", "no column is left to be a question"),
    ],
)
def test_a_mapping_that_does_not_fit_the_file_is_refused(tmp_path, mapping, why):
    with pytest.raises(ResponseMappingDoesNotFit) as refused:
        read(tmp_path, "Where,Q1\nNorth,Yes\n", mapping)

    assert why in str(refused.value)


@pytest.mark.parametrize(
    ("mapping", "why"),
    [
        ("aera: Where", "line 1, aera: unknown setting. Did you mean area?"),
        ("area: Where\ncontact: [Where]", "Where is named twice"),
        ("channel: {from: How, always: email}", "say either"),
        ("received: {}", "say either"),
        ("channel: {always: pigeon}", "line 1, channel.always"),
        ("received: {from: When, formats: nonsense}", "no date format"),
        ("area: [", "line"),
    ],
)
def test_a_mistake_in_a_mapping_is_named_with_its_line(tmp_path, mapping, why):
    with pytest.raises(UnreadableResponseMapping) as refused:
        read(tmp_path, "Where,Q1\nNorth,Yes\n", mapping)

    assert why in str(refused.value)
    assert "consultation.yaml" in refused.value.what_to_do


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Local resident", Respondent.INDIVIDUAL),
        ("Member of the public", Respondent.INDIVIDUAL),
        ("Council tenant", Respondent.INDIVIDUAL),
        ("On behalf of an organisation", Respondent.ORGANISATION),
        ("Residents' association", Respondent.VOLUNTARY_GROUP),
        ("Parish council", Respondent.PUBLIC_BODY),
        ("I work for the council", Respondent.STAFF),
        ("Councillor", Respondent.ELECTED_MEMBER),
        ("Trade union", Respondent.TRADE_UNION),
        ("Local business owner", Respondent.BUSINESS),
        ("voluntary_group", Respondent.VOLUNTARY_GROUP),
        ("Prefer not to say", Respondent.NOT_STATED),
        ("Zebra", Respondent.OTHER),
    ],
)
def test_kinds_of_respondent_are_told_by_their_words(text, kind):
    assert respondent_of(text) is kind


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("", Channel.ONLINE),
        ("Web form", Channel.ONLINE),
        ("E-mail", Channel.EMAIL),
        ("Paper questionnaire", Channel.LETTER),
        ("Posted letter", Channel.LETTER),
        ("Phone call", Channel.TELEPHONE),
        ("Drop-in event", Channel.MEETING),
        ("Petition", Channel.PETITION),
        ("Deputation to full council", Channel.DEPUTATION),
        ("Facebook", Channel.SOCIAL_MEDIA),
        ("social_media", Channel.SOCIAL_MEDIA),
        ("Pigeon", Channel.OTHER),
    ],
)
def test_channels_are_told_by_their_words(text, channel):
    assert channel_of(text) is channel


@pytest.mark.parametrize(
    ("address", "area"),
    [("1 Mill Lane, Derby, DE1 2AB", "DE1"), ("sw1a2aa", "SW1A"), ("Derbyshire", "Derbyshire"), ("", "")],
)
def test_an_area_is_no_house(address, area):
    assert area_of(address) == area


@pytest.mark.parametrize(
    ("title", "cells", "free"),
    [
        ("Do you agree?", ["Strongly agree", "Neither agree nor disagree"], False),
        ("Which describes you?", ["I live in the area that is affected"] * 50, False),
        ("Please use this space", ["I agree with all of this"], True),
        ("Please explain", [None, ""], True),
        ("Anything", [" ".join(["word"] * 21)] * 50, True),
        ("Anything", [f"{number} words that differ each time" for number in range(20)], True),
        ("Anything", [], False),
        ("Any comments", ["no", "yes"], False),
    ],
)
def test_words_are_told_from_choices(title, cells, free):
    assert is_free(title, cells) is free
