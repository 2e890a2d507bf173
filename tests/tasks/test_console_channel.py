"""Cards in a text file: readable, and never written twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from gates.prompts import Prompt
from gates.vocabulary import Gate
from tasks.channels.console import ConsoleChannel

NAMES = {"PER-0001": "Priya Shah"}


def now():
    return datetime(2026, 3, 2, 9, 5, tzinfo=UTC)


def card(key="CHG-0001/impact/evidence/IA-01:v1", **changes):
    said = {
        "title": "CHG-0001 A change: provide IA-01",
        "text": "- Hand it in\nWhy: policy",
        "to": ("PER-0001",),
    }
    return Prompt.model_validate(
        {"key": key, "ref": "CHG-0001", "kind": "evidence", "gate": Gate.IMPACT, **said, **changes}
    )


@pytest.fixture
def file(tmp_path):
    return tmp_path / "home" / "prompts.log"


@pytest.fixture
def channel(file):
    return ConsoleChannel(file, now)


def heads(file):
    return [line for line in file.read_text().splitlines() if " UTC | " in line]


def test_a_card_is_a_block_that_a_person_can_read(channel, file):
    channel.send(card(), NAMES)

    assert file.read_text() == (
        "2026-03-02 09:05 UTC | ASKED | CHG-0001/impact/evidence/IA-01:v1\n"
        "    To: Priya Shah\n"
        "    CHG-0001 A change: provide IA-01\n"
        "    - Hand it in\n"
        "    Why: policy\n"
        "\n"
    )


def test_a_card_that_is_out_is_not_sent_again(channel, file):
    first = channel.send(card(), NAMES)

    assert channel.send(card(), NAMES) == first
    assert ConsoleChannel(file, now).send(card(), NAMES) == first
    assert len(heads(file)) == 1


def test_a_card_that_is_out_is_found_by_another_process(channel, file):
    receipt = channel.send(card(), NAMES)

    assert ConsoleChannel(file, now).find(card().key) == receipt
    assert channel.find("CHG-0001/impact/evidence/IA-02:v1") is None


def test_a_settled_card_can_be_sent_again(channel, file):
    receipt = channel.send(card(), NAMES)
    channel.close(card(), receipt)
    channel.close(card(), receipt)
    assert channel.find(card().key) is None

    channel.send(card(), NAMES)

    assert [line.split(" | ")[1] for line in heads(file)] == ["ASKED", "SETTLED", "ASKED"]


def test_a_changed_card_is_shown_as_it_is_now(channel, file):
    receipt = channel.send(card(), NAMES)

    channel.update(card(text="- Hand in two"), NAMES, receipt)

    assert heads(file)[-1].split(" | ")[1] == "CHANGED"
    assert "    - Hand in two\n" in file.read_text()
    assert channel.find(card().key) is not None


def test_nobody_to_ask_is_said(channel, file):
    channel.send(card(to=()), NAMES)

    assert "To: nobody: nobody holds the role" in file.read_text()


def test_words_of_a_card_cannot_pass_for_another_card(channel, file):
    channel.send(card(text="x\n2026-03-02 09:05 UTC | ASKED | CHG-0002/a/b/c"), NAMES)

    assert ConsoleChannel(file, now).find("CHG-0002/a/b/c") is None


def test_many_senders_at_once_write_each_card_once(file):
    keys = [f"CHG-0001/impact/evidence/IA-{number:02}:v1" for number in range(20)]
    channels = [ConsoleChannel(file, now) for _ in range(4)]

    with ThreadPoolExecutor(8) as pool:
        list(
            pool.map(
                lambda job: job[0].send(card(job[1]), NAMES), [(c, key) for key in keys for c in channels]
            )
        )

    assert sorted(line.split(" | ")[2] for line in heads(file)) == keys


def test_a_file_that_was_emptied_is_begun_anew(channel, file):
    channel.send(card(), NAMES)
    file.write_text("")

    assert channel.find(card().key) is None
    channel.send(card(), NAMES)
    assert len(heads(file)) == 1
