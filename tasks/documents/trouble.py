"""What a driver raises, as an error that says what to do. No secret is ever repeated."""

from __future__ import annotations

import os
import re

from gates.errors import GateError
from tasks.documents.errors import StoreForbidden, StoreUnreachable

LONGEST_REASON = 200
SECRETIVE = re.compile(r"KEY|SECRET|TOKEN|PASSWORD|CONNECTION_STRING|CREDENTIAL", re.IGNORECASE)
SHORTEST_SECRET = 6
_QUERY = re.compile(r"\?\S+")
_FORBIDDEN = (
    "Credential",
    "ClientAuthentication",
    "NoAuth",
    "Unauthorized",
    "Forbidden",
    "ProfileNotFound",
    "TokenRetrieval",
)
_UNREACHABLE = (
    "Connect",
    "Timeout",
    "ServiceRequest",
    "HTTPClient",
    "ServiceResponse",
    "SSL",
    "Endpoint",
    "gaierror",
)


def told(error: Exception, where: str, missing: GateError, other: GateError | None = None) -> GateError:
    """The error to raise instead: `missing` where something is not there, `other` where nothing fits better."""
    names = [kind.__name__ for kind in type(error).__mro__]
    why = reason_of(error)
    if isinstance(error, FileNotFoundError) or "ResourceNotFoundError" in names:
        return missing
    if isinstance(error, PermissionError) or _any(names, _FORBIDDEN):
        return StoreForbidden(store=where, why=why)
    if isinstance(error, ConnectionError | TimeoutError) or _any(names, _UNREACHABLE):
        return StoreUnreachable(store=where, why=why)
    return other or StoreUnreachable(store=where, why=why)


def reason_of(error: Exception) -> str:
    """What the driver says, on one line, without anything that the environment keeps secret."""
    said = _QUERY.sub("?...", " ".join(str(error).split()) or type(error).__name__)
    for name, value in os.environ.items():
        if SECRETIVE.search(name) and len(value) >= SHORTEST_SECRET:
            said = said.replace(value, "...")
    said = said.rstrip(". ")
    return said if len(said) <= LONGEST_REASON else f"{said[:LONGEST_REASON]}..."


def _any(names: list[str], marks: tuple[str, ...]) -> bool:
    return any(mark in name for name in names for mark in marks)
