"""One import of responses: read and staged a chunk at a time, then recorded as a whole or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.dates import now
from app.cli.importing import SHOWN, _clear_progress, _progress, _rejects_file
from app.cli.responses.common import closes_on, tell_voided
from app.cli.visit import Visit
from gates.clock import london_day
from gates.response_tally import is_late
from gates.vocabulary import Door

if TYPE_CHECKING:
    from gates.events import Acting, Event
    from gates.responses import Row
    from gates.state import ChangeState
    from ledger.response_staging import Staging
    from tasks.registers import Rejected, RejectsFile
    from tasks.responses import Read, ResponseFile, ResponseMapping

CHUNK = 2000


class ResponseImport:
    """Reads one file for one change and says what became of its rows."""

    def __init__(
        self,
        visit: Visit,
        state: ChangeState,
        acting: Acting,
        path: Path,
        mapping: ResponseMapping | None,
        *,
        sheet: str | None,
        dry_run: bool,
    ) -> None:
        self.visit = visit
        self.state = self.after = state
        self.acting = acting.model_copy(update={"door": Door.IMPORT})
        self.path = path
        self.mapping = mapping
        self.sheet = sheet
        self.dry_run = dry_run
        self.rejected = 0
        self.first_rejects: list[tuple[int, tuple[str, ...]]] = []

    def run(self, rejects: Path | None) -> dict[str, Any]:
        """Import the file; what came of it, as JSON tells it."""
        from tasks.responses.file import hash_of_file, read_responses

        sha256 = hash_of_file(self.path)
        if sha256 in self.state.responses.files:
            return self._told(None, (), known=0, already=True)
        file = read_responses(self.path, self.mapping, today=london_day(now()), sheet=self.sheet)
        book = _rejects_file(self.path, file.columns, rejects, dry_run=self.dry_run)
        with book or nullcontext():
            told = self._try(file, book) if self.dry_run else self._import(file, book, sha256)
        _clear_progress()
        return {**told, "rejects_file": _renamed(book, rejects)}

    def _try(self, file: ResponseFile, book: RejectsFile | None) -> dict[str, Any]:
        from gates.responses import Row

        rows = [Row.of(read.submission) for chunk in self._chunks(file, book) for read in chunk]
        return self._told(file, rows, known=0)

    def _import(self, file: ResponseFile, book: RejectsFile | None, sha256: str) -> dict[str, Any]:
        from tasks.registers.errors import UnreadableRegister
        from tasks.responses.file import hash_of_file

        with self.visit.ledger.responses.staging(self.state.ref, file.questions, at=now()) as staging:
            for chunk in self._chunks(file, book):
                staging.add((read.line, read.submission) for read in chunk)
            if hash_of_file(self.path) != sha256:
                raise UnreadableRegister(file=self.path, why="it changed while it was read")
            if staging.added:
                self.after = staging.record(self._command(staging, sha256), acting=self.acting, at=now())
        already = not staging.recorded and sha256 in self.after.responses.files
        return self._told(file, staging.recorded, known=staging.known, already=already)

    def _command(self, staging: Staging, sha256: str) -> Any:
        from gates.responses import ResponseFile, import_responses

        about = ResponseFile(
            sha256=sha256, name=self.path.name, rejected=self.rejected, questions=staging.questions_hash
        )

        def command(state: ChangeState, rows: Sequence[Row]) -> Sequence[Event]:
            return import_responses(state, self.visit.book(state), about, rows, by=self.acting.person)

        return command

    def _chunks(self, file: ResponseFile, book: RejectsFile | None) -> Iterator[list[Read]]:
        from tasks.registers import Rejected

        read = 0
        while chunk := list(islice(file, CHUNK)):
            yield [one for one in chunk if not isinstance(one, Rejected)]
            self._reject((one for one in chunk if isinstance(one, Rejected)), book)
            read += len(chunk)
            _progress(read)

    def _reject(self, rejected: Iterable[Rejected], book: RejectsFile | None) -> None:
        for one in rejected:
            self.rejected += 1
            if len(self.first_rejects) < SHOWN:
                self.first_rejects.append((one.line, one.reasons))
            if book is not None:
                book.add(one)

    def _told(
        self, file: ResponseFile | None, rows: Sequence[Row], *, known: int, already: bool = False
    ) -> dict[str, Any]:
        closing = closes_on(self.after)
        late = None if closing is None else sum(is_late(row.received_on, closing.isoformat()) for row in rows)
        return {
            "ref": self.state.ref,
            "file": str(self.path),
            "reading": str(file.reading) if file else None,
            "already_imported": already,
            "dry_run": self.dry_run,
            "new": len(rows),
            "known": known,
            "rejected": self.rejected,
            "blank_rows": file.blank_rows if file else 0,
            "duplicates": sum(row.duplicate_of is not None for row in rows),
            "late": late,
            "undated": sum(row.received_on is None for row in rows),
            "channels": dict(Counter(row.channel.value for row in rows).most_common()),
            "respondents": dict(Counter(row.respondent.value for row in rows).most_common()),
            "questions": [
                {"question": one.title, "own_words": one.free} for one in (file.questions if file else ())
            ],
            "received": self.after.responses.received,
            "review_voided": tell_voided(self.state, self.after),
            "rejects_file": None,
        }


def _renamed(book: RejectsFile | None, wanted: Path | None) -> str | None:
    if book is None or book.path is None:
        return None
    if wanted is not None and not wanted.is_dir():
        return str(book.path.replace(wanted))
    return str(book.path)
