"""What can be wrong with what somebody typed or the files they named; the rules' own errors come from further in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from gates.errors import GateError


class FileMissing(GateError):
    """There is no file {file}."""

    advice = "{near} Look where you are: a path without a leading / starts in {folder}."


class FileIsFolder(GateError):
    """{file} is a folder, not a file."""

    advice = "Name one file in it. {some}"


class FileUnreadable(GateError):
    """{file} cannot be read: {why}."""

    advice = "Make sure that you may read it."


class NotYaml(GateError):
    """{file} is not readable as {language}{where}: {why}."""

    advice = "{hint}"


class NotAMapping(GateError):
    """{file} holds {found}, where one list of names with values is needed ("title: ...")."""

    advice = "See `{example}` for how such a file looks."


class CannotRegister(GateError):
    """{file} was not registered. {count} to put right:{listed}"""

    advice = "Correct the file and register it again; nothing was recorded."


class CannotAssign(GateError):
    """The team was not changed. {count} to put right:{listed}"""

    advice = "`gatehouse people` lists who is known, `gatehouse catalogue roles` the roles."


class CannotLoadPeople(GateError):
    """Nobody in {file} was made known. {count} to put right:{listed}"""

    advice = "Correct the file and load it again; nothing was recorded."


class NotAnAnswer(GateError):
    """It is not clear from "{text}" which {what} gets which value."""

    advice = "Write it as {example}."


class UnreadableDay(GateError):
    """The text "{text}" is not a day."""

    advice = "Write it as 2026-11-21 or 21/11/2026 (day, month, year)."


class UnreadableCondition(GateError):
    """The condition "{text}" has {parts}, and needs three: what must be done; whose task it is; by when."""

    advice = 'Write it as --condition "Publish the assessment; owner@council.example; 2026-12-31".'


class NobodyNamed(GateError):
    """It is not clear who acts. A vote, a review, evidence, a stop or a discharge is always somebody's own act."""

    advice = "Add --by with your e-mail address, or set GATEHOUSE_BY."


class NoOperator(GateError):
    """This ledger has no programme office of its own that could act without --by."""

    advice = "Run `gatehouse init` again, or add --by with your e-mail address."


class UnknownGate(GateError):
    """There is no gate {gate}."""

    advice = "{near} The gates are: {known}."


class NotAnAddress(GateError):
    """Not an e-mail address: {email}. People are told apart and reached by theirs."""

    advice = "Write it like s.okafor@town.example."


class UnknownRole(GateError):
    """There is no role {role}."""

    advice = "{near} `gatehouse catalogue roles` lists them all."


class NothingToRecord(GateError):
    """Neither a record nor a document was given for {item}."""

    advice = (
        "Add --record FILE with the filled-in form (`gatehouse evidence template {item}` makes an empty one), "
        "--document FILE, or both."
    )


class SameFile(GateError):
    """The rejected rows cannot be written to {file}: that is the register itself."""

    advice = "Name another file with --rejects, or leave it out."


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong in a file. The line is counted from 1; None where no single line is to blame."""

    message: str
    line: int | None = None


def faulty(kind: type[GateError], faults: Iterable[Fault], **data: object) -> GateError:
    """The error that lists all faults, in the order of their lines."""
    ordered = sorted(faults, key=lambda fault: fault.line or 0)
    listed = "".join(f"\n  {_placed(fault)}" for fault in ordered)
    count = "1 thing" if len(ordered) == 1 else f"{len(ordered)} things"
    return kind(count=count, listed=listed, faults=[asdict(fault) for fault in ordered], **data)


def told_briefly(error: GateError) -> str:
    """What is wrong and what was probably meant, without the advice: one line of a list."""
    return f"{error.message} {error.data.get('near', '')}".strip()


def _placed(fault: Fault) -> str:
    return f"line {fault.line}: {fault.message}" if fault.line else fault.message


def missing_file(path: Path) -> GateError:
    """What is wrong with a path that cannot be opened as a file."""
    from gates.errors import nearest

    if path.is_dir():
        some = sorted(entry.name for entry in path.iterdir() if entry.is_file())[:5]
        return FileIsFolder(file=path, some=f"It holds {', '.join(some)}." if some else "It holds no file.")
    beside = [entry.name for entry in path.parent.iterdir()] if path.parent.is_dir() else []
    return FileMissing(file=path, near=nearest(path.name, beside), folder=Path.cwd())
