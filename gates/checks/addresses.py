"""Checks of web addresses: something that the public can open, on the hosts that were asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Literal
from urllib.parse import urlsplit

from gates.checks.base import BaseCheck, Bound, Measure, Reading, Record
from gates.checks.places import values_of
from gates.checks.presence import listed
from gates.conditions import Facts
from gates.fields import Kind, is_blank

# Names that lead nowhere on the public internet (RFC 2606, RFC 6761, RFC 6762).
_NOWHERE = frozenset({"example", "test", "invalid", "localhost", "local", "internal", "lan", "home", "corp"})
_LABEL = re.compile(r"[^\W_](?:[\w-]{0,61}[^\W_])?")
_NEVER = re.compile(r"[\s\\\x00-\x1f]")


class WebAddress(BaseCheck):
    """The field, or every cell of the column, is a public web address, if listed at one of the `hosts`.

    A host stands for all below it: gov.uk for www.anyborough.gov.uk. No address on this machine, by number or
    under a name kept for examples is public. `if_given`: a blank passes.
    """

    check: Literal["web_address"]
    field: str
    column: str | None = None
    hosts: tuple[str, ...] = ()
    if_given: bool = False

    def reads(self) -> Iterable[Reading]:
        return (Reading(self.field, self.column, frozenset({Kind.URL, Kind.TEXT})),)

    def limits(self) -> tuple[Bound, ...]:
        return (Bound(at_most=0),)

    def _wrong(self, record: Record) -> list[str]:
        values = values_of(record, self.field, self.column) or [None]
        judged = [value for value in values if not (self.if_given and is_blank(value))]
        return [_shown(value) for value in judged if not self._fits(value)]

    def _fits(self, value: Any) -> bool:
        host = public_host(value)
        if host is None:
            return False
        wanted = [one.casefold().strip(".") for one in self.hosts]
        return not wanted or any(host == one or host.endswith(f".{one}") for one in wanted)

    def take(self, record: Record, facts: Facts) -> tuple[Measure, ...]:
        return (float(len(self._wrong(record))),)

    def found(self, record: Record, facts: Facts) -> str:
        wrong = self._wrong(record)
        where = f" at {' or '.join(self.hosts)}" if self.hosts else ""
        return f"not a public address{where}: {listed(wrong) or 'none'}"


def public_host(value: Any) -> str | None:
    """The host of a public http or https address in small letters; None of anything else."""
    text = value.strip() if isinstance(value, str) else ""
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").rstrip(".").casefold()
    except ValueError:
        return None
    sound = parts.scheme in {"http", "https"} and not _NEVER.search(text)
    return host if sound and _is_public(host) else None


def _is_public(host: str) -> bool:
    labels = host.split(".")
    named = len(labels) > 1 and all(_LABEL.fullmatch(label) for label in labels) and not labels[-1].isdigit()
    # Nobody publishes below a label kept for examples, whatever follows: example.com, example.gov.uk.
    return named and labels[-1] not in _NOWHERE and "example" not in labels


def _shown(value: Any) -> str:
    return "nothing" if is_blank(value) else str(value)[:60]
