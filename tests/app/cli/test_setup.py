"""From nothing to a council with people and a board."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from config.settings import settings_from
from ledger import open_ledger
from tests.app.cli.desk import ANN, BOB, CAT, CLERK, PEOPLE, SRO

OPERATOR = settings_from({}).operator


def test_init_makes_a_ledger_a_catalogue_and_somebody_who_registers(bare):
    told = bare.do("init", "--council-name", "Sampleford Borough Council")

    assert told["done"] == "created"
    assert told["council_name"] == "Sampleford Borough Council"
    assert told["catalogue"]["items"] > 0
    assert told["operator"]["email"] == OPERATOR
    assert bare.do("people", "show", OPERATOR)["roles"] == ["programme_office"]


def test_init_again_changes_nothing(bare):
    first, second = bare.do("init"), bare.do("init")

    assert second["done"] == "nothing to do"
    assert second["operator"] == first["operator"]
    assert len(bare.do("people", "list")) == 1


def test_the_operator_can_be_somebody_else(bare):
    ran = bare.run("init", "--json", GATEHOUSE_OPERATOR="pmo@council.example")

    assert ran.json["operator"]["email"] == "pmo@council.example"


def test_people_are_added_with_roles_as_people_write_them(desk):
    added = desk.do("people", "add", "Ada.Lovelace@x.example", "--role", "S151 officer", "--role", "dpo")

    assert (added["name"], added["email"]) == ("Ada Lovelace", "ada.lovelace@x.example")
    assert added["roles"] == ["dpo", "s151_officer"]
    assert [person["email"] for person in desk.do("people", "list", "--role", "dpo")] == [
        "ada.lovelace@x.example"
    ]


def test_roles_are_set_anew_and_a_person_can_be_stopped_from_acting(desk):
    assert desk.do("people", "roles", ANN, "--role", "auditor")["roles"] == ["auditor"]
    assert desk.do("people", "roles", ANN, "--inactive")["active"] is False


@pytest.mark.parametrize(
    ("args", "error", "hint"),
    [
        (["people", "add", "new@x.example", "--role", "clark"], "UnknownRole", "clerk"),
        (["people", "add", ANN], "PersonAlreadyKnown", "people roles"),
        (["people", "show", "anna@x.example"], "UnknownPerson", ANN),
        (["boards", "show", "cabinet"], "UnknownBoard", "boards set"),
        (["boards", "set", "cabinet", "--member", "nobody@x.example"], "UnknownPerson", "people add"),
    ],
)
def test_what_is_not_known_is_named_with_what_to_do(desk, args, error, hint):
    ran = desk.run(*args, "--json")

    assert ran.code == 1
    assert ran.json["error"] == error
    assert hint in ran.json["advice"]


def test_loading_people_twice_doubles_nobody(desk):
    told = desk.do("people", "load", desk.file("people.yaml", PEOPLE))

    assert told["added"] == []
    assert len(told["known"]) == 9


def test_a_file_of_people_is_refused_whole_with_every_line_that_is_wrong(desk):
    file = desk.file(
        "people.yaml",
        "people:\n"
        "  - {email: new@x.example, name: New, roles: [clark]}\n"
        "  - {name: Nameless, role: clerk}\n"
        "board: {id: cabinet, members: [nobody@x.example]}\n",
    )
    ran = desk.run("people", "load", file, "--json")

    assert ran.json["error"] == "CannotLoadPeople"
    assert [fault["line"] for fault in ran.json["data"]["faults"]] == [2, 3, 3, 4]
    assert "new@x.example" not in [person["email"] for person in desk.do("people", "list")]


def test_a_board_shows_its_members_and_what_it_decides(desk):
    board = desk.do("boards", "show", "governance-board")

    assert [member["email"] for member in board["members"]] == [ANN, BOB, CAT]
    assert board["clerk"]["email"] == CLERK
    assert [gate["gate"] for gate in board["gates"]] == [
        "impact",
        "equality",
        "learning",
        "legal",
        "consultation",
    ]


def test_a_board_too_small_to_decide_is_set_but_said_to_be_so(desk):
    ran = desk.run("boards", "set", "governance-board", "--member", ANN)

    assert ran.code == 0
    assert "cannot decide" in ran.err


def test_before_there_is_a_ledger_the_catalogue_can_be_read(bare):
    ran = bare.run("catalogue", "show", "ia-01")

    assert ran.code == 0
    assert "IA-01 Case for change" in ran.out


def test_a_catalogue_of_ones_own_is_checked_with_file_and_line(desk, tmp_path):
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "catalogue.yaml").write_text("name: Ours\nrole: {}\n", encoding="utf-8")
    ran = desk.run("catalogue", "check", folder)

    assert ran.code == 1
    assert "catalogue.yaml, line" in ran.err


@pytest.mark.parametrize("command", ["list", "facts", "roles"])
def test_the_catalogue_is_told_to_programs_too(desk, command):
    assert desk.do("catalogue", command)


def test_the_doctor_says_what_is_wrong_and_what_to_do(bare, desk):
    ill, well = bare.run("doctor", "--json"), desk.run("doctor", "--json")

    assert ill.code == 1
    assert "gatehouse init" in next(f for f in ill.json["findings"] if f["what"] == "database")["found"]
    assert well.code == 0
    assert {f["what"] for f in well.json["findings"]} >= {
        "python",
        "disk",
        "database",
        "chain",
        "prefect",
        "boards",
    }


@pytest.mark.parametrize(
    "command",
    [
        ("people", "add", "new@x.example", "--role", "member"),
        ("people", "roles", ANN, "--role", "clerk"),
        ("boards", "set", "governance-board", "--member", SRO),
    ],
)
def test_nobody_makes_voters_but_the_clerk_and_the_programme_office(desk, command):
    before = desk.do("people"), desk.do("boards")
    refused = desk.run(*command, "--json", by=ANN)

    assert (refused.code, refused.json["error"]) == (1, "NotPermitted")
    assert "Chris Clerk" in refused.json["advice"]
    assert (desk.do("people"), desk.do("boards")) == before
    assert desk.run(*command, by=CLERK).code == 0


def test_a_change_of_the_board_has_every_change_looked_at_again(desk):
    ref = desk.register()
    wakes = open_ledger(f"sqlite:///{desk.home}/gatehouse.db").wakes
    (claim,) = wakes.claim("test", limit=9, lease=timedelta(minutes=1), now=datetime.now(UTC))
    wakes.settle(claim, next_wake=None, now=datetime.now(UTC))
    assert wakes.list(ref)[0].due_at is None
    desk.do("boards", "set", "governance-board", "--member", ANN, "--member", BOB, by=CLERK)

    assert wakes.list(ref)[0].due_at is not None


@pytest.mark.parametrize("text", ["x", "x@", "@y", "a b@c.example", "a@b@c"])
def test_what_is_no_address_makes_nobody_known(desk, text):
    refused = desk.run("people", "add", text, "--json")

    assert (refused.code, refused.json["error"]) == (1, "NotAnAddress")
    assert "s.okafor@town.example" in refused.json["advice"]
    listed = desk.file("people.yaml", f"people:\n  - {{email: '{text}', name: Somebody}}\n")
    assert "is not an e-mail address" in desk.run("people", "load", listed).err


def test_a_word_that_a_board_does_not_know_is_not_passed_over(desk):
    board = "board:\n  id: b\n  members: [ann@x.example]\n  chiar: ann@x.example\n"
    refused = desk.run("people", "load", desk.file("people.yaml", f"people: []\n{board}"))

    assert refused.code == 1
    assert "chiar is not known here. Did you mean chair?" in refused.err
