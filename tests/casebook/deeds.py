"""What people do in a story, each deed by the same command as every door uses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from textwrap import shorten
from typing import Any

from gates import commands, responses
from gates.errors import GateError
from gates.response_tally import Channel
from gates.submission import Submission
from gates.vocabulary import Gate, Outcome, Phase, Verdict
from tests.casebook.case_file import FOLDER, CaseFault, read, settled
from tests.casebook.stage import MEMBERS, START, Played, Stage, days_after_start
from tests.catalogue import examples

ORDINARY = read(FOLDER / "ordinary.yaml")
REASON = "The evidence answers what we have to weigh"
RESPONSE_FIELDS = {"channel", "received_on", "with_paper"}


@dataclass
class Play:
    """A story while it is played: its changes by name; deeds are done to the one that was named last."""

    stage: Stage
    changes: dict[str, Played] = field(default_factory=dict)
    current: str = ""

    @property
    def change(self) -> Played:
        """The change that the story is about at the moment."""
        return self.changes[self.current]

    def settled(self, value: Any, **more: Any) -> Any:
        """Data of the file with days, facts and hashes filled in."""
        known = {f"fact:{name}": fact for name, fact in self.change.facts.items()} if self.changes else {}
        return settled(value, today=self.stage.today, start=START.date(), known={**known, **more})


def register(play: Play, what: Mapping[str, Any]) -> None:
    """Put an ordinary change forward, with the facts in which it differs. `as` names it in the story."""
    stage, name = play.stage, what.get("as", "it")
    facts = play.settled({**ORDINARY["facts"], **what.get("facts", {})})
    draft = commands.Draft(
        title=what["title"],
        team={"sro": stage.person("sro")},
        facts={k: v for k, v in facts.items() if v is not None},
    )
    ledger, office = stage.house.ledger, stage.acting("programme_office")
    ref, book = ledger.next_refs()[0], _book(stage)
    events = commands.register(draft, book, ref=ref, by=office.person)
    ledger.append(ref, events, expected_version=0, acting=office, at=stage.now)
    play.changes[name], play.current = Played(stage, ref), name
    play.change.settle()


def _book(stage: Stage) -> Any:
    from gates.rulebook import Rulebook

    return Rulebook(stage.catalogue, stage.house.ledger.roster())


def turn_to(play: Play, name: str) -> None:
    """Go on with another change of the story."""
    if name not in play.changes:
        raise CaseFault(f"no change of this story is called {name!r}")
    play.current = name


def day(play: Play, number: int) -> None:
    """Let days pass until that day of the story; the keeper looks at every change that morning."""
    moment = days_after_start(number)
    if moment < play.stage.now:
        raise CaseFault(f"day {number} is past")
    play.stage.now = moment
    for change in play.changes.values():
        change.settle()


def triage(play: Play, facts: Mapping[str, Any]) -> None:
    """Answer triage facts."""
    given, office = play.settled(facts), play.stage.person("programme_office")
    play.change.act("programme_office", lambda state, book: commands.triage(state, book, given, by=office))
    play.change.settle()


def hand_in(play: Play, items: Mapping[str, Mapping[str, Any] | None]) -> None:
    """Hand in items, each by its owner: the complete example but for what is given (`document: none`: no paper)."""
    for item_id, different in items.items():
        _hand_in(play, item_id, different or {})
    play.change.settle()


def _hand_in(play: Play, item_id: str, different: Mapping[str, Any]) -> None:
    stage, change, item = play.stage, play.change, play.stage.catalogue.item(item_id)
    example = read(examples.path_of(item))
    wanted = {**example["record"], **ORDINARY["records"].get(item_id, {}), **different}
    has_paper = wanted.pop("document", example.get("document")) not in (None, "none")
    version = change.handed_in[item_id] = change.handed_in.get(item_id, 0) + 1
    paper = stage.paper(f"{item.title} of {change.ref}, version {version}") if has_paper else None
    record = play.settled(wanted, **({"sha256:document": paper.sha256} if paper else {}))
    submission = commands.Submission(item=item_id, record=record, document=paper)
    by = stage.person(item.owner)
    change.act(
        item.owner,
        lambda state, book: commands.submit_evidence(state, book, submission, by=by, now=stage.now),
    )


def hand_in_rest(play: Play, gates: str | list[str]) -> None:
    """Hand in, complete, whatever these gates still ask for."""
    for gate in [gates] if isinstance(gates, str) else gates:
        while missing := _missing(play, Gate(gate)):
            for item_id in missing:
                _hand_in(play, item_id, {})
    play.change.settle()


def _missing(play: Play, gate: Gate) -> list[str]:
    state = play.change.state
    required = play.stage.catalogue.required(gate, state.facts)
    return [item.id for item in required if item.id not in state.evidence]


def judge_all(play: Play, verdict: str) -> None:
    """Have independent reviewers judge every item that waits for it."""
    from gates.advance import awaiting_verdict

    change, stage = play.change, play.stage
    for item_id in awaiting_verdict(change.state, stage.catalogue):
        _judge(play, item_id, Verdict(verdict))
    change.settle()


def _judge(play: Play, item_id: str, verdict: Verdict) -> None:
    change, stage = play.change, play.stage
    reviewer = change.book.reviewers(change.state, stage.catalogue.item(item_id))[0]
    reason = "It says what it has to say"
    change.act(
        stage.who(reviewer),
        lambda state, book: commands.review_adequacy(state, book, item_id, verdict, reason, by=reviewer),
    )


def pass_gate(play: Play, gate: str) -> None:
    """Hand in what the gate still asks for, have it judged, and have three members approve it."""
    change = play.change
    if change.state.gate is not Gate(gate):
        raise CaseFault(f"the change stands at the {change.state.gate} gate, not at {gate}")
    hand_in_rest(play, gate)
    judge_all(play, "adequate")
    blocking = [gap for gap in change.gaps(Gate(gate)) if gap.blocks]
    assert not blocking, told(f"the {gate} gate is complete", blocking)
    assert change.state.phase is Phase.BOARD, f"the {gate} gate goes to the board; it is {change.state.phase}"
    for member in MEMBERS[:3]:
        vote(play, {"by": member})
    passed = [one.gate for one in change.state.decisions if one.outcome.passes]
    assert Gate(gate) in passed, f"the {gate} gate is passed"


def told(wanted: str, gaps: Any) -> str:
    """What was wanted, and the gaps that stand against it."""
    lines = [f"{gap.rule} ({gap.severity}): {shorten(gap.message, 160, placeholder=' ...')}" for gap in gaps]
    return "\n      ".join([f"{wanted}, but it reports:", *lines])


def reach(play: Play, gate: str) -> None:
    """Pass every gate before this one."""
    while play.change.state.gate is not Gate(gate):
        pass_gate(play, play.change.state.gate)


def vote(play: Play, what: Mapping[str, Any]) -> None:
    """Have a member vote. `pack: earlier` votes on one that was replaced; `refused` names the error that must come."""
    change, by = play.change, what.get("by", MEMBERS[0])
    review = change.state.review
    pack = review.pack if review and what.get("pack") != "earlier" else "0" * 64
    ballot = commands.Vote(
        pack=pack,
        outcome=Outcome(what.get("outcome", "approve")),
        reason=REASON,
        attested=what.get("attested", True),
    )
    person, now = play.stage.person(by), play.stage.now
    _try(
        play,
        what.get("refused"),
        lambda: change.act(
            by, lambda state, book: commands.cast_vote(state, book, ballot, by=person, now=now)
        ),
    )


def log_response(play: Play, what: Mapping[str, Any]) -> None:
    """Have the engagement lead log one response to the consultation that came in outside the platform."""
    if set(what) - RESPONSE_FIELDS:
        raise CaseFault(f"a response has {', '.join(sorted(RESPONSE_FIELDS))}")
    change, stage = play.change, play.stage
    paper = stage.paper(what["with_paper"]) if "with_paper" in what else None
    received = date.fromisoformat(play.settled(what["received_on"]))
    submission = Submission(
        channel=Channel(what["channel"]),
        received_on=received,
        document=paper.model_dump(mode="json") if paper else None,
    )
    by = stage.person("engagement_lead")

    def command(state: Any, row: Any) -> Any:
        return responses.log_response(
            state, change.book, row, has_document=paper is not None, by=by, today=stage.today
        )

    stage.house.ledger.responses.log(
        change.ref, submission, command, acting=stage.acting("engagement_lead"), at=stage.now
    )
    change.settle()


def stop(play: Play, what: Mapping[str, Any]) -> None:
    """End the change where it stands, with the reason and the lessons."""
    by, person = what["by"], play.stage.person(what["by"])
    say = {"reason": what["reason"], "lessons": what.get("lessons", "")}
    _try(
        play,
        what.get("refused"),
        lambda: play.change.act(by, lambda state, book: commands.stop(state, book, **say, by=person)),
    )


def _try(play: Play, refused: str | None, deed: Callable[[], Any]) -> None:
    """Do it; or, where it must be refused, show that it is, and by which error."""
    if refused is None:
        deed()
        play.change.settle()
        return
    try:
        deed()
    except GateError as error:
        came: str = type(error).__name__
    else:
        came = "nobody"
    assert came == refused, f"this is refused by {refused}, but it was by {came}"


DEEDS: dict[str, Callable[[Play, Any], None]] = {
    "register": register,
    "turn_to": turn_to,
    "day": day,
    "triage": triage,
    "hand_in": hand_in,
    "hand_in_rest": hand_in_rest,
    "judge_all": judge_all,
    "pass_gate": pass_gate,
    "reach": reach,
    "vote": vote,
    "log_response": log_response,
    "stop": stop,
}
