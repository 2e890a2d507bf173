"""One import: rows in chunks, each chunk recorded in one transaction; what is known already is not doubled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.dates import now
from app.cli.import_updates import Updates
from app.cli.visit import Visit
from app.cli.words import phrase
from gates.errors import GateError
from ledger.errors import Conflict

if TYPE_CHECKING:
    from gates.commands import Draft
    from gates.events import Acting, Document, Event
    from tasks.registers import Accepted, Register, Rejected, RejectsFile

CHUNK = 500
FIRST = 5


class NothingTaken(GateError):
    """{count} rows could not be registered, because others write to the ledger at the same moment."""

    advice = "Import the file again: what is registered already is not doubled."


class ImportRun:
    """Counts what becomes of the rows: accepted = new + updated + unchanged. Without an origin it records nothing."""

    def __init__(
        self,
        visit: Visit,
        register: Register,
        acting: Acting,
        *,
        origin: Document | None,
        on_progress: Callable[[int], None],
    ) -> None:
        from gates.permissions import check_register
        from gates.rulebook import Rulebook

        self.visit = visit
        self.register = register
        self.acting = acting
        self.origin = origin
        self.dry_run = dry_run = origin is None
        self.on_progress = on_progress
        self.catalogue = visit.ledger.catalogues.latest()
        self.book = Rulebook(self.catalogue, visit.roster)
        check_register(self.book, acting.person)
        self.by_email = {email: person for person, (_, email) in visit.people.items() if email}
        self.updates = Updates(visit, acting, dry_run=dry_run)
        self.new = self.updated = self.unchanged = self.rejected = 0
        self.first_rejects: list[tuple[int, tuple[str, ...]]] = []
        self.unknown_people: dict[str, int] = {}
        self.rejects_path: Path | None = None

    def run(self, rejects: RejectsFile | None, *, rename_to: Path | None) -> None:
        """Read the whole register. `rename_to` is what the file of rejects is to be called in the end."""
        with rejects or nullcontext():
            read = 0
            while chunk := list(islice(self.register, CHUNK)):
                for rejected in self._take(chunk):
                    self._reject(rejected, rejects)
                read += len(chunk)
                self.on_progress(read)
        if rejects is not None and rejects.path is not None:
            renamed = rename_to is not None and not rename_to.is_dir()
            self.rejects_path = rejects.path.replace(rename_to) if renamed and rename_to else rejects.path

    def told(self) -> dict[str, Any]:
        """The result as JSON tells of it."""
        return {
            "accepted": self.new + self.updated + self.unchanged,
            "rejected": self.rejected,
            "new": self.new,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "blank_rows": self.register.blank_rows,
            "left_out": self.register.left_out,
            "rejects_file": str(self.rejects_path) if self.rejects_path else None,
            "unknown_people": sorted(self.unknown_people),
            "dry_run": self.dry_run,
            "file_kept_as": self.origin.sha256 if self.origin else None,
        }

    def _reject(self, rejected: Rejected, rejects: RejectsFile | None) -> None:
        self.rejected += 1
        if len(self.first_rejects) < FIRST:
            self.first_rejects.append((rejected.line, rejected.reasons))
        if rejects is not None:
            rejects.add(rejected)

    def _take(self, chunk: list[Accepted | Rejected]) -> Iterator[Rejected]:
        """Record what can be recorded of a chunk; yield what is rejected, in the file's order."""
        from tasks.registers import Rejected

        rows = [row for row in chunk if not isinstance(row, Rejected)]
        known = self._known((row.draft.source, row.draft.external_ref) for row in rows)
        fresh: list[Draft] = []
        for row in chunk:
            if isinstance(row, Rejected):
                yield row
                continue
            try:
                self._sort_in(row, known.get((row.draft.source, row.draft.external_ref)), fresh)
            except GateError as error:
                yield row.refused(self.visit.named(str(error)))
        self._register(fresh)

    def _known(self, references: Iterable[tuple[str, str | None]]) -> dict[tuple[str, str | None], str]:
        """Which (source, reference) pairs are registered, and as which change."""
        by_source: dict[str, list[str]] = {}
        for source, reference in references:
            if reference is not None:
                by_source.setdefault(source, []).append(reference)
        return {
            (source, reference): ref
            for source, wanted in by_source.items()
            for reference, ref in self.visit.ledger.by_external_ref(source, wanted).items()
        }

    def _sort_in(self, row: Accepted, ref: str | None, fresh: list[Draft]) -> None:
        draft = self._draft(row)
        if ref is None:
            fresh.append(draft)
        elif self.updates.bring_up_to_date(self.visit.ledger.load(ref), draft):
            self.updated += 1
        else:
            self.unchanged += 1

    def _draft(self, row: Accepted) -> Draft:
        """The row as a draft. Raises FactsInvalid where the catalogue takes an answer in no form."""
        from gates.commands import Draft
        from gates.facts import read_facts

        data = row.draft
        facts: dict[str, Any] = {**data.facts, **({"change_type": data.types} if data.types else {})}
        known = {
            name: value for name, value in read_facts(self.catalogue, facts).items() if value is not None
        }
        same = data.model_dump(include={"external_ref", "title", "summary", "councils", "source"})
        notes = (*data.notes, *self._where_from(row))
        return Draft(**same, notes=notes, facts=known, team=self._team(data.sro))

    def _where_from(self, row: Accepted) -> Iterator[str]:
        """Where in which file the change stood, so that every cell of it can be found again."""
        if self.origin is not None:
            yield phrase("import.origin", name=self.origin.name, line=row.line, sha256=self.origin.sha256)

    def _team(self, sro: str | None) -> dict[str, str]:
        if not sro:
            return {}
        person = self.by_email.get(sro.strip().lower())
        if person is None:
            self.unknown_people[sro] = self.unknown_people.get(sro, 0) + 1
        return {"sro": person} if person else {}

    def _register(self, drafts: list[Draft]) -> None:
        self.new += len(drafts)
        if self.dry_run or not drafts:
            return
        refs = self.visit.ledger.next_refs(len(drafts))
        news = ((ref, self._events(draft, ref)) for ref, draft in zip(refs, drafts, strict=True))
        try:
            self.visit.ledger.append_many(news, acting=self.acting, at=now())
        except Conflict:
            self._register_rest(drafts)

    def _register_rest(self, drafts: list[Draft]) -> None:
        """Somebody imported some of these rows at the same moment: register the others. Raises NothingTaken."""
        known = self._known((draft.source, draft.external_ref) for draft in drafts)
        rest = [draft for draft in drafts if (draft.source, draft.external_ref) not in known]
        if len(rest) == len(drafts):
            raise NothingTaken(count=len(drafts))
        self.new -= len(drafts)
        self.unchanged += len(drafts) - len(rest)
        self._register(rest)

    def _events(self, draft: Draft, ref: str) -> list[Event]:
        from gates import commands

        return commands.register(draft, self.book, ref=ref, by=self.acting.person)
