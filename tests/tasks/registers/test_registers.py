"""A register's rows: accepted as drafts with notes, or rejected with every reason."""

from tests.tasks.registers.make import accepted, only, outcomes, reasons, rejected, xlsx_file

NEEDED = "fields:\n  external_ref: ref\n  title: name\n"


def test_headings_with_the_fields_own_names_import_directly(tmp_path):
    text = (
        "external_ref,title,summary,types,councils,nation,facts.staff_affected,One-off cost,key_decision,"
        "decision_date,sro,source,Colour\n"
        'A-1,Payroll,By a neighbour,shared service,Harborough; Leicester,England,12,"£1,000",yes,'
        "31/03/2026,sro@council.example,Cabinet paper,red\n"
    )

    draft = only(outcomes(tmp_path, text))

    assert draft.external_ref == "A-1"
    assert draft.types == ("shared_service",)
    assert draft.councils == ("Harborough", "Leicester")
    assert draft.facts == {
        "nation": "england",
        "staff_affected": 12,
        "one_off_cost": 1000,
        "key_decision": True,
        "decision_date": "2026-03-31",
    }
    assert (draft.sro, draft.source, draft.notes) == ("sro@council.example", "Cabinet paper", ())
    assert draft.source_fields["Colour"] == "red"
    assert draft.source_fields["One-off cost"] == "£1,000"


def test_a_blank_or_placeholder_fact_is_left_unknown(tmp_path):
    blank, tbc = accepted(
        outcomes(tmp_path, "external_ref,title,nation,one_off_cost\nA-1,x,,\nA-2,y,TBC,n/a\n")
    )

    assert blank.facts == tbc.facts == {}
    assert blank.notes == ()
    assert tbc.notes == (
        'nation left unknown: column nation says "TBC"',
        'one_off_cost left unknown: column one_off_cost says "n/a"',
    )


def test_an_exemption_is_kept_as_a_note_and_never_lost(tmp_path):
    mapping = (
        f"{NEEDED}  one_off_cost: {{from: cost, unknown_when: [Exempt under*]}}\nunknown_when: ['', n/a]\n"
    )
    text = "ref,name,cost\n1,x,EXEMPT  under Section 43\n2,y,\n3,z,n/a\n4,w,5\n"

    drafts = accepted(outcomes(tmp_path, text, mapping))

    assert [draft.facts for draft in drafts] == [{}, {}, {}, {"one_off_cost": 5}]
    assert [draft.notes for draft in drafts] == [
        ('one_off_cost left unknown: column cost says "EXEMPT under Section 43"',),
        ("one_off_cost left unknown: column cost is blank",),
        ('one_off_cost left unknown: column cost says "n/a"',),
        (),
    ]


def test_a_beginning_counts_as_unknown_only_if_the_mapping_marks_it_so(tmp_path):
    mapping = f"{NEEDED}  summary: text\nunknown_when: [n/a]\n"

    draft = only(outcomes(tmp_path, "ref,name,text\n1,x,n/a - within tolerance\n", mapping))

    assert draft.summary == "n/a - within tolerance"


def test_the_first_of_several_columns_that_knows_the_value_decides(tmp_path):
    mapping = f"{NEEDED}  nation: {{from: [rating, rating_2], unknown_when: [Exempt*]}}\n"
    text = "ref,name,rating,rating\n1,a,wales,england\n2,b,,england\n3,c,Exempt 43,scotland\n4,d,Exempt 43,\n"

    drafts = accepted(outcomes(tmp_path, text, mapping))

    assert [draft.facts.get("nation") for draft in drafts] == ["wales", "england", "scotland", None]
    assert drafts[3].notes == ('nation left unknown: column rating says "Exempt 43"',)


def test_values_are_mapped_without_regard_to_case_and_the_rest_as_the_mapping_says(tmp_path):
    values = "{ICT: digital_ict, Works: [infrastructure, merger]}"
    mapping = f"{NEEDED}  types:\n    from: kind\n    values: {values}\n"
    text = "ref,name,kind\n1,a,ict\n2,b,Works; ICT\n3,c,Choir\n"

    found = outcomes(tmp_path, text, mapping)

    assert [draft.types for draft in accepted(found)] == [
        ("digital_ict",),
        ("infrastructure", "merger", "digital_ict"),
    ]
    assert reasons(found) == ['types: column kind says "Choir"; expected one of ict, works']
    lenient = accepted(outcomes(tmp_path, text, mapping + "    otherwise: other\n"))
    assert lenient[2].types == ("other",)
    assert lenient[2].notes == ('types taken as other: column kind says "Choir"',)


def test_one_value_may_hold_for_every_row(tmp_path):
    mapping = (
        f"{NEEDED}  source: {{always: Our register}}\n  nation: {{always: wales}}\n"
        "  types: {always: [merger, restructure]}\n  key_decision: {always: true}\n"
        "  decision_date: {always: 2026-03-31}\n  one_off_cost: {always: 5}\n"
    )

    draft = only(outcomes(tmp_path, "ref,name\n1,x\n", mapping))

    assert (draft.source, draft.types) == ("Our register", ("merger", "restructure"))
    assert draft.facts == {
        "nation": "wales",
        "key_decision": True,
        "decision_date": "2026-03-31",
        "one_off_cost": 5,
    }


def test_a_value_that_is_neither_known_nor_unknown_rejects_the_row_with_every_reason(tmp_path):
    text = "external_ref,title,one_off_cost,decision_date,sro\nA-1,x,abc,soon,nobody\nA-2,y,5,,\n"

    found = outcomes(tmp_path, text)

    assert [each.line for each in rejected(found)] == [2]
    assert reasons(found) == [
        'one_off_cost: column one_off_cost says "abc"; expected pounds, such as £1,250.50, -300 or (300)',
        'decision_date: column decision_date says "soon"; expected a date such as 31/03/2026 or 2026-03-31',
        'sro: column sro says "nobody"; expected one e-mail address, such as a.clerk@council.example',
    ]
    assert rejected(found)[0].cells == {
        "external_ref": "A-1",
        "title": "x",
        "one_off_cost": "abc",
        "decision_date": "soon",
        "sro": "nobody",
    }


def test_a_row_without_key_or_title_is_rejected(tmp_path):
    found = outcomes(tmp_path, "external_ref,title\n,x\nA-2, \nn/a,tbc\n")

    assert reasons(found) == [
        "external_ref is missing: column external_ref is blank",
        "title is missing: column title is blank",
        'external_ref is missing: column external_ref says "n/a", which means unknown',
        'title is missing: column title says "tbc", which means unknown',
    ]


def test_a_key_that_stands_twice_rejects_the_later_row_and_names_the_earlier(tmp_path):
    found = outcomes(tmp_path, "external_ref,title\nA-1,x\nA-2,y\n A-1 ,z\na-1,w\n")

    assert [draft.title for draft in accepted(found)] == ["x", "y", "w"]
    assert reasons(found) == ['external_ref "A-1" already stands on line 2']
    assert rejected(found)[0].line == 4


def test_a_key_of_a_rejected_row_is_still_taken(tmp_path):
    found = outcomes(tmp_path, "external_ref,title,one_off_cost\nA-1,x,abc\nA-1,y,5\n")

    assert not accepted(found)
    assert reasons(found)[1] == 'external_ref "A-1" already stands on line 2'


def test_only_the_columns_to_keep_are_kept(tmp_path):
    draft = only(outcomes(tmp_path, "ref,name,secret,extra\n1,x,s,e\n", f"{NEEDED}keep: [extra]\n"))

    assert draft.source_fields == {"extra": "e"}


def test_what_is_kept_is_kept_to_the_letter(tmp_path):
    draft = only(outcomes(tmp_path, 'external_ref,title,notes\n1,x," two\r\r\nlines\u00a0 "\n'))

    assert draft.source_fields["notes"] == " two\r\r\nlines\u00a0 "


def test_a_character_that_was_lost_earlier_is_noted(tmp_path):
    draft = only(outcomes(tmp_path, "external_ref,title\n1,Caf\ufffd\n"))

    assert "column title holds a damaged character" in draft.notes[0]


def test_every_row_has_one_outcome_in_the_order_of_the_file(tmp_path):
    text = 'external_ref,title\n1,a\n2\n3,c,d\n\n,\n4,d\n5,"e\n6,f\n'

    found = outcomes(tmp_path, text)

    assert [(each.line, type(each).__name__) for each in found] == [
        (2, "Accepted"),
        (3, "Rejected"),
        (4, "Rejected"),
        (7, "Accepted"),
        (8, "Rejected"),
        (9, "Accepted"),
    ]


def test_a_workbook_and_a_csv_file_of_the_same_register_give_the_same_drafts(tmp_path):
    headings = ["external_ref", "title", "staff_affected", "one_off_cost"]
    workbook = xlsx_file(tmp_path, headings, ["A-1", "Payroll", 12, 1000.5], ["A-2", "Parks", None, None])
    text = ",".join(headings) + "\nA-1,Payroll,12,1000.5\nA-2,Parks,,\n"

    assert outcomes(tmp_path, workbook) == outcomes(tmp_path, text)
