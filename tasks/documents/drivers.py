"""Which driver serves an address, and what to install where it is missing. Credentials are for the driver to find."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from tasks.documents.errors import DriverMissing, StoreForbidden, StoreUnknown
from tasks.documents.trouble import reason_of

# The package that serves each kind of address, and the extra of Gatehouse that installs it.
DRIVERS: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("s3", "s3a"), ("s3fs", "s3")),
    **dict.fromkeys(("abfs", "abfss", "az"), ("adlfs", "azure")),
}
_S3: dict[str, Any] = {
    "use_listings_cache": False,
    # Someone waits at the command line: better told soon that nothing answers than after many attempts.
    "config_kwargs": {
        "connect_timeout": 5,
        "read_timeout": 60,
        "retries": {"mode": "standard", "max_attempts": 2},
    },
}
_AZURE: dict[str, Any] = {"use_listings_cache": False, "max_concurrency": 1, "blocksize": 8 << 20}
OPTIONS: dict[str, dict[str, Any]] = {"s3fs": _S3, "adlfs": _AZURE}


def filesystem_of(url: str) -> tuple[Any, str]:
    """The driver for an address and the path that it begins at. Raises DriverMissing or StoreUnknown."""
    protocol, _, path = url.partition("://")
    package, extra = DRIVERS.get(protocol, ("", ""))
    if package and find_spec(package) is None:
        raise DriverMissing(store=url, driver=package, install=f'Run: pip install "gatehouse[{extra}]"')
    if not path.strip("/") and protocol != "memory":
        raise StoreUnknown(store=url, why="it names no bucket")
    return _constructed(url, OPTIONS.get(package, {}))


def _constructed(url: str, options: dict[str, Any]) -> tuple[Any, str]:
    import fsspec
    from fsspec.core import url_to_fs
    from fsspec.registry import known_implementations

    protocol = url.partition("://")[0]
    if protocol not in known_implementations and protocol not in fsspec.available_protocols():
        raise StoreUnknown(store=url, why=f"nothing is known that serves addresses with {protocol}://")
    try:
        files, root = url_to_fs(url, **options)
    except ImportError as error:
        raise DriverMissing(store=url, driver=f"a driver for {protocol}://", install=f"{error}.") from error
    except Exception as error:
        raise StoreForbidden(store=url, why=reason_of(error)) from None
    return files, str(root).rstrip("/")
