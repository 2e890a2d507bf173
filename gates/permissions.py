"""Who may do what. Each rule is a pair: `check_...` raises for those who write, `..._ok` answers for those who show.

When an act is in order is another matter: `policies.py`.
"""

from __future__ import annotations

from gates.catalogue import Item
from gates.errors import GateError
from gates.events import PersonId
from gates.people import Roster
from gates.rulebook import Rulebook
from gates.state import ChangeState, OpenCondition
from gates.vocabulary import Role

RESPONSE_ROLES = ("engagement_lead", "consultation_analyst")


class NotPermitted(GateError):
    """{who} may not {act}: {why}."""

    advice = "Ask {can} to do it."


class OwnChange(GateError):
    """{who} may not vote on {ref}: {who} {why}, and nobody decides on a change that they have a part in."""

    advice = "The members who may vote are {can}."


class NotAVoter(GateError):
    """{who} may not vote on {ref}: they are not a voting member of the board that reviews it."""

    advice = "The members who may vote are {can}."


def _refuse(who: PersonId, act: str, why: str, can: tuple[str, ...]) -> NotPermitted:
    return NotPermitted(who=who, act=act, why=why, can=named(can) or "the programme office")


def named(people: tuple[str, ...]) -> str:
    """A list of people as a person would say it."""
    return " or ".join(filter(None, [", ".join(people[:-1]), *people[-1:]]))


def leads(state: ChangeState, book: Rulebook) -> tuple[PersonId, ...]:
    """Those who lead a change: author, SRO, and the programme office."""
    leading = (state.author, state.sro, *book.roster.holders(Role.PROGRAMME_OFFICE))
    return tuple(dict.fromkeys(person for person in leading if person and book.roster.is_active(person)))


def check_register(book: Rulebook, person: PersonId) -> None:
    """The programme office and senior responsible owners put changes forward."""
    if not register_ok(book, person):
        can = (*book.roster.holders(Role.PROGRAMME_OFFICE), *book.roster.holders(Role.SRO))
        raise _refuse(person, "register a change", "they hold neither role that can", can)


def register_ok(book: Rulebook, person: PersonId) -> bool:
    """Whether the person may put a change forward."""
    return book.roster.holds(person, Role.PROGRAMME_OFFICE, Role.SRO)


def check_keep_roster(roster: Roster, person: PersonId) -> None:
    """People, their roles and boards are kept by the clerks and the programme office; nobody else makes a voter."""
    if not keep_roster_ok(roster, person):
        can = (*roster.clerks(), *roster.holders(Role.PROGRAMME_OFFICE))
        raise _refuse(person, "change people or boards", "they hold neither role that can", can)


def keep_roster_ok(roster: Roster, person: PersonId) -> bool:
    """Whether the person may make people known, set their roles and constitute boards."""
    return roster.holds(person, Role.CLERK, Role.PROGRAMME_OFFICE)


def check_lead(state: ChangeState, book: Rulebook, person: PersonId, act: str) -> None:
    """Triage facts and the team are set by those who lead the change."""
    if not lead_ok(state, book, person):
        raise _refuse(person, act, "they do not lead this change", leads(state, book))


def lead_ok(state: ChangeState, book: Rulebook, person: PersonId) -> bool:
    """Whether the person leads the change."""
    return person in leads(state, book)


def submitters(state: ChangeState, book: Rulebook, item: Item) -> tuple[PersonId, ...]:
    """Who may hand in an item: its owners, and those who lead the change."""
    return tuple(dict.fromkeys((*book.owners(state, item), *leads(state, book))))


def check_submit(state: ChangeState, book: Rulebook, item: Item, person: PersonId) -> None:
    """Evidence is handed in by its owner or by those who lead the change."""
    if not submit_ok(state, book, item, person):
        why = f"they neither own it ({book.catalogue.roles[item.owner]}) nor lead this change"
        raise _refuse(person, f"hand in {item.id}", why, submitters(state, book, item))


def submit_ok(state: ChangeState, book: Rulebook, item: Item, person: PersonId) -> bool:
    """Whether the person may hand in the item."""
    return person in submitters(state, book, item)


def check_review(state: ChangeState, book: Rulebook, item: Item, person: PersonId) -> None:
    """A reviewer holds the item's reviewing role and has no part in the item (author != reviewer)."""
    if not review_ok(state, book, item, person):
        close = person in book.too_close_to(state, item)
        why = "they wrote, own or lead it" if close else "they do not hold its reviewing role"
        raise _refuse(person, f"review {item.id}", why, book.reviewers(state, item))


def review_ok(state: ChangeState, book: Rulebook, item: Item, person: PersonId) -> bool:
    """Whether the person may judge the item's adequacy."""
    return person in book.reviewers(state, item)


def response_keepers(state: ChangeState, book: Rulebook) -> tuple[PersonId, ...]:
    """Who keeps the responses to a consultation: engagement lead, consultation analyst, SRO, programme office."""
    roles = (*RESPONSE_ROLES, Role.SRO)
    office = book.roster.holders(Role.PROGRAMME_OFFICE)
    return tuple(dict.fromkeys((*(who for role in roles for who in book.people_for(state, role)), *office)))


def check_keep_responses(state: ChangeState, book: Rulebook, person: PersonId, act: str) -> None:
    """Responses are imported, logged and marked by those who run the consultation and answer for it."""
    if not keep_responses_ok(state, book, person):
        raise _refuse(
            person, act, f"they do not run the consultation on {state.ref}", response_keepers(state, book)
        )


def keep_responses_ok(state: ChangeState, book: Rulebook, person: PersonId) -> bool:
    """Whether the person may import, log and mark responses."""
    return person in response_keepers(state, book)


def response_erasers(state: ChangeState, book: Rulebook) -> tuple[PersonId, ...]:
    """Who may erase a response: those who keep it, and the data protection officer."""
    return tuple(dict.fromkeys((*response_keepers(state, book), *book.people_for(state, Role.DPO))))


def check_erase_response(state: ChangeState, book: Rulebook, person: PersonId) -> None:
    """Personal data are erased by those who keep them or by the data protection officer."""
    if not erase_response_ok(state, book, person):
        why = f"they do not run the consultation on {state.ref} and are not the data protection officer"
        raise _refuse(person, "erase a response", why, response_erasers(state, book))


def erase_response_ok(state: ChangeState, book: Rulebook, person: PersonId) -> bool:
    """Whether the person may erase a response."""
    return person in response_erasers(state, book)


def voters(state: ChangeState, book: Rulebook) -> tuple[PersonId, ...]:
    """The members of the open review who may still vote: active, and with no part in the change."""
    if state.review is None:
        return ()
    conflicts = book.conflicts(state)
    return tuple(m for m in state.review.eligible if m not in conflicts and book.roster.is_active(m))


def check_vote(state: ChangeState, book: Rulebook, person: PersonId) -> None:
    """Members vote who sit on the reviewing board and have no part in the change (reviewer != approver)."""
    if vote_ok(state, book, person):
        return
    can = named(voters(state, book)) or "nobody at present"
    if why := book.conflicts(state).get(person):
        raise OwnChange(who=person, ref=state.ref, why=why, can=can)
    raise NotAVoter(who=person, ref=state.ref, can=can)


def vote_ok(state: ChangeState, book: Rulebook, person: PersonId) -> bool:
    """Whether the person may vote in the open review."""
    return person in voters(state, book)


def stoppers(state: ChangeState, book: Rulebook) -> tuple[PersonId, ...]:
    """Who may stop a change without a vote: its SRO, or a clerk who records what was agreed."""
    sro = (state.sro,) if state.sro and book.roster.is_active(state.sro) else ()
    return tuple(dict.fromkeys((*sro, *book.roster.clerks())))


def check_stop(state: ChangeState, book: Rulebook, person: PersonId) -> None:
    """A change is stopped by its SRO or by a clerk."""
    if not stop_ok(state, book, person):
        raise _refuse(
            person, f"stop {state.ref}", "they are neither its SRO nor a clerk", stoppers(state, book)
        )


def stop_ok(state: ChangeState, book: Rulebook, person: PersonId) -> bool:
    """Whether the person may stop the change."""
    return person in stoppers(state, book)


def acceptors(state: ChangeState, book: Rulebook, condition: OpenCondition) -> tuple[PersonId, ...]:
    """Who may accept that a condition is met: clerks and the programme office, never its owner or the SRO."""
    holders = (*book.roster.clerks(), *book.roster.holders(Role.PROGRAMME_OFFICE))
    return tuple(dict.fromkeys(p for p in holders if p not in {condition.owner, state.sro}))


def check_accept(state: ChangeState, book: Rulebook, condition: OpenCondition, person: PersonId) -> None:
    """A condition is accepted as met by somebody other than its owner."""
    if not accept_ok(state, book, condition, person):
        can = acceptors(state, book, condition)
        raise _refuse(
            person, f"accept condition {condition.id}", "they owe it or do not keep the record", can
        )


def accept_ok(state: ChangeState, book: Rulebook, condition: OpenCondition, person: PersonId) -> bool:
    """Whether the person may accept that the condition is met."""
    return person in acceptors(state, book, condition)
