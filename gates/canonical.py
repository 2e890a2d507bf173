"""One way to write data as bytes, so that equal data always has an equal hash."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def canonical_json(data: Any) -> str:
    """JSON with sorted keys and no spare space. Takes only what JSON can hold; NaN is refused (ValueError)."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def sha256_of(data: Any) -> str:
    """The SHA-256 (64 hex digits) of `data` in canonical JSON, UTF-8. A lone surrogate is refused (ValueError)."""
    return hashlib.sha256(canonical_json(data).encode()).hexdigest()
