"""What can go wrong between Gatehouse and its ledger, each with the next step."""

from __future__ import annotations

from gates.errors import GateError


class NoDatabase(GateError):
    """There is no ledger at {url}."""

    advice = "Create it with `gatehouse init`."


class UnknownCouncil(GateError):
    """The ledger at {url} does not know the council "{council}"."""

    advice = "Add it with `gatehouse init`."


class DatabaseTooOld(GateError):
    """The ledger at {url} has the tables of an earlier Gatehouse ({found}, this one needs {needed})."""

    advice = "Bring it up to date with `gatehouse init`."


class DatabaseTooNew(GateError):
    """The ledger at {url} was brought up to date by a later Gatehouse ({found}, this one knows {needed})."""

    advice = "Install that version of Gatehouse or a later one; `gatehouse init` never takes a ledger back."


class DatabaseUnreachable(GateError):
    """The ledger at {url} does not answer: {reason}."""

    advice = (
        "Check that the database runs and that GATEHOUSE_DATABASE_URL is right. "
        "If you were saving something, look whether it is there before you repeat it."
    )


class DatabaseBusy(GateError):
    """The ledger at {url} is kept busy by others: {reason}. Nothing was written."""

    advice = "Try again in a moment."


class DatabaseReadOnly(GateError):
    """The ledger at {url} cannot be written: {reason}. Nothing was written."""

    advice = "Give the account that runs Gatehouse write access to the database and its folder."


class DiskFull(GateError):
    """There is no space left for the ledger at {url}: {reason}. Nothing was written."""

    advice = "Free some disk space, then repeat what you did."


class DatabaseDamaged(GateError):
    """The ledger at {url} cannot be read: {reason}."""

    advice = "Keep the file as it is, and put the last backup of it in its place."


class TableMissing(GateError):
    """A table of the ledger at {url} is missing: {reason}."""

    advice = "`gatehouse ledger rebuild` makes the tables that can be computed from the events."


class ChainBroken(GateError):
    """The record is damaged in {count} places, first at {ref}, event {seq}: {what}. Nothing was rebuilt."""

    advice = "See all of them with `gatehouse ledger verify`, and restore a backup from before the damage."


class NotStorable(GateError):
    """The event "{event}" holds what the ledger cannot keep: {what}."""

    advice = "Take it out, then try again."


class UnknownReference(GateError):
    """There is no change {ref}."""

    advice = "{near} `gatehouse changes` lists them all."


class ResponseMissing(GateError):
    """Response {number} of {ref} is recorded, but it is not there."""

    advice = "`gatehouse ledger verify` says what else is missing. Restore the database from the last backup."


class Conflict(GateError):
    """{ref} has moved on: it stands at version {found}, not {expected}. {who} {what}."""

    advice = "Look at it again, and if it still needs doing, do it again."


class NoCatalogue(GateError):
    """The ledger holds no catalogue of evidence yet."""

    advice = "Load one with `gatehouse init`."


class UnknownCatalogue(GateError):
    """The ledger holds no catalogue of the version {version}."""

    advice = "Load it with `gatehouse init`."


class CatalogueAltered(GateError):
    """The catalogue {version} in the ledger is not what it was when it was loaded."""

    advice = "Restore the database from the last backup."


class UnknownPerson(GateError):
    """Nobody is known as {email}."""

    advice = "{near} `gatehouse people add` makes somebody known."


class PersonAlreadyKnown(GateError):
    """{email} is known already, as {person}."""

    advice = "Set their roles with `gatehouse people roles {email}`."
