"""The settings that Prefect gets from Gatehouse: in the environment, before Prefect is imported."""

from __future__ import annotations

import os
from collections.abc import MutableMapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from config.settings import Settings

RESULTS_BLOCK = "gatehouse-results"
CA_YEARS = 100


def prefect_environment(settings: Settings) -> dict[str, str]:
    """For a process that runs flows: what holds unless the user has set it otherwise."""
    found = {
        # The first is asked by the server, the second by the client: neither tells anybody anything.
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        # Named, it is looked up once; unnamed, every run asks for a default, by a client of its own.
        "PREFECT_RESULTS_DEFAULT_STORAGE_BLOCK": f"local-file-system/{RESULTS_BLOCK}",
        # What goes wrong in a run stands in the run's log; the terminal hears it from the keeper, in one line.
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
        # After two seconds and after four: whoever waits for longer than that waits in vain.
        "PREFECT_CLIENT_MAX_RETRIES": "2",
    }
    if settings.prefect_api.startswith("http://"):
        # Each client reads the certificates of the whole world (35 ms) though it never speaks TLS.
        found["PREFECT_API_SSL_CERT_FILE"] = str(_small_ca_file(settings.prefect_home))
    if not settings.own_prefect:
        found["PREFECT_CLIENT_CSRF_SUPPORT_ENABLED"] = "false"
    return found


def server_environment(settings: Settings) -> dict[str, str]:
    """For the server that Gatehouse starts: what holds unless the user has set it otherwise."""
    return {
        # The pages ask the server that they came from, whatever port it is on and whatever name it goes by.
        "PREFECT_SERVER_UI_API_URL": "/api",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
        # On SQLite everything that writes by itself makes those wait who write for somebody: seldom and much
        # is better than often and little.
        "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_BATCH_SIZE": "500",
    }


def own_files(settings: Settings) -> dict[str, str]:
    """Where the Prefect of Gatehouse keeps its files: never among those of another Prefect of this user."""
    return {} if settings.own_prefect else {"PREFECT_HOME": str(settings.prefect_home)}


def prepare_prefect(settings: Settings, environment: MutableMapping[str, str] = os.environ) -> None:
    """Put Prefect's settings into the environment."""
    settings.prefect_home.mkdir(parents=True, exist_ok=True)
    for name, value in prefect_environment(settings).items():
        environment.setdefault(name, value)
    environment.update({"PREFECT_API_URL": settings.prefect_api, **own_files(settings)})


def _small_ca_file(folder: Path) -> Path:
    """A file with one certificate that signs nothing: its key is thrown away."""
    file = folder / "no-authority.pem"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_suffix(f".{os.getpid()}")
        unfinished.write_bytes(_certificate())
        unfinished.replace(file)
    return file


def _certificate() -> bytes:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.x509.oid import NameOID

    key = Ed25519PrivateKey.generate()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Gatehouse trusts nobody")])
    begins = datetime.now(UTC) - timedelta(days=1)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=365 * CA_YEARS))
    )
    return made.sign(key, None).public_bytes(Encoding.PEM)
