"""What can be set, and only from the environment. Every default is safe on a machine that others can reach."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from gates.errors import GateError

LOOPBACK = "127.0.0.1"
HOME = "{home}"
NEVER = "never"
HIGHEST_PORT = 65535


class SettingInvalid(GateError):
    """{name} is "{value}", which is not {wanted}."""

    advice = "Set {name} anew, or unset it to use the default ({default})."


@dataclass(frozen=True)
class Setting:
    """One environment variable: its default as a person would write it, what it does, and how it is read."""

    name: str
    field: str
    default: str
    says: str
    read: Callable[[str], Any] = str
    wanted: str = "a text"


def _folder(text: str) -> Path:
    return Path(text).expanduser().absolute()


def _port(text: str) -> int:
    port = int(text)
    if not 1 <= port <= HIGHEST_PORT:
        raise ValueError(text)
    return port


def _one_or_more(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds < float("inf"):
        raise ValueError(text)
    return seconds


def _hour(text: str) -> time | None:
    return None if text == NEVER else time.fromisoformat(text)


def _name(text: str) -> str:
    if not text.replace("-", "").replace("_", "").isalnum() or not text.isascii():
        raise ValueError(text)
    return text


def _store(text: str) -> str:
    """A folder, or an address without credentials in it; Azure's CONTAINER@ACCOUNT is no credential."""
    scheme, found, rest = text.partition("://")
    if not found:
        return text if text.startswith(HOME) else str(_folder(text))
    user, has_user, _ = rest.partition("/")[0].rpartition("@")
    names_container = scheme in {"abfs", "abfss"} and ":" not in user
    if not scheme or not rest.strip("/") or "?" in rest or "#" in rest or (has_user and not names_container):
        raise ValueError(text)
    return text.rstrip("/")


def _http(text: str) -> str:
    parts = urlsplit(text)
    if text and not (parts.scheme in {"http", "https"} and parts.hostname):
        raise ValueError(text)
    return text.rstrip("/")


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "GATEHOUSE_HOME",
        "home",
        "./var",
        "The folder that holds the ledger (on SQLite), documents, keys, prompts.log and Prefect's own files.",
        _folder,
        "a folder",
    ),
    Setting(
        "GATEHOUSE_DATABASE_URL",
        "database_url",
        "sqlite:///{home}/gatehouse.db",
        "Where the ledger is: sqlite:///FILE, or postgresql+psycopg://USER@HOST/DATABASE.",
    ),
    Setting(
        "GATEHOUSE_DOCUMENTS_URL",
        "documents",
        "{home}/documents",
        "Where documents are kept: a folder, s3://BUCKET/PREFIX (with the extra `gatehouse[s3]`; AWS_ENDPOINT_URL for "
        "other servers than Amazon's) or abfs://CONTAINER/PREFIX (`gatehouse[azure]`). Credentials come from AWS_... "
        "and AZURE_STORAGE_... in the environment, never from the address.",
        _store,
        "a folder, or an address such as s3://bucket/prefix with no credentials in it",
    ),
    Setting(
        "GATEHOUSE_COUNCIL",
        "council",
        "council",
        "The council whose changes this installation moves: a short name of letters, digits and dashes.",
        _name,
        "a short name of letters, digits and dashes",
    ),
    Setting(
        "GATEHOUSE_OPERATOR",
        "operator",
        "programme.office@gatehouse.local",
        "The e-mail address of this installation's programme office, which registers changes where no --by is given.",
        str.lower,
    ),
    Setting(
        "GATEHOUSE_BY",
        "by",
        "",
        "Your e-mail address: who acts on the command line where no --by is given.",
    ),
    Setting(
        "PREFECT_API_URL",
        "own_prefect",
        "",
        "The API of a Prefect server that you run yourself. Unset: `gatehouse up` starts one on this machine.",
        _http,
        "an address such as http://prefect.example:4200/api",
    ),
    Setting(
        "GATEHOUSE_PREFECT_PORT",
        "prefect_port",
        "4200",
        "The port on 127.0.0.1 of the Prefect server that `gatehouse up` starts.",
        _port,
        "a port from 1 to 65535",
    ),
    Setting(
        "GATEHOUSE_KEEPER_PASSES",
        "keeper_passes",
        "4",
        "How many changes the keeper brings up to date in Prefect at once. More make Prefect on SQLite slower.",
        _one_or_more,
        "a whole number from 1 on",
    ),
    Setting(
        "GATEHOUSE_LEASE_SECONDS",
        "lease_seconds",
        "15",
        "For how long a keeper that died keeps others from the changes that it was moving, in seconds.",
        _seconds,
        "a number of seconds above 0",
    ),
    Setting(
        "GATEHOUSE_PORTFOLIO_SECONDS",
        "portfolio_seconds",
        "5",
        "How often at most the portfolio's table in Prefect is written anew, in seconds.",
        _seconds,
        "a number of seconds above 0",
    ),
    Setting(
        "GATEHOUSE_SWEEP_AT",
        "sweep_at",
        "02:00",
        "When the whole portfolio is checked each night, in London's time; `never` leaves it to `gatehouse sweep`.",
        _hour,
        "a time of day such as 02:00, or never",
    ),
)


@dataclass(frozen=True)
class Settings:
    """The settings of one process. `own_prefect` is empty where Gatehouse runs Prefect itself; `by` may be empty."""

    home: Path
    database_url: str
    documents: str
    council: str
    operator: str
    by: str
    own_prefect: str
    prefect_port: int
    keeper_passes: int
    lease_seconds: float
    portfolio_seconds: float
    sweep_at: time | None

    @property
    def prefect_api(self) -> str:
        """The address of the Prefect API that the runs are shown on."""
        return self.own_prefect or f"http://{LOOPBACK}:{self.prefect_port}/api"

    @property
    def prefect_ui(self) -> str:
        """The address of Prefect's pages."""
        return self.prefect_api.removesuffix("/api")

    @property
    def prefect_home(self) -> Path:
        """The folder of Prefect's own files. Deleting it loses the display, never a decision."""
        return self.home / "prefect"

    @property
    def prompts_log(self) -> Path:
        """The file that the console channel writes its cards to."""
        return self.home / "prompts.log"


def settings_from(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings as the environment says. An empty variable counts as unset. Raises SettingInvalid."""
    values = {setting.field: _value(setting, environment) for setting in SETTINGS}
    for field in ("database_url", "documents"):
        values[field] = values[field].replace(HOME, str(values["home"]))
    return Settings(**values)


def _value(setting: Setting, environment: Mapping[str, str]) -> Any:
    text = environment.get(setting.name, "").strip() or setting.default
    try:
        return setting.read(text)
    except ValueError as error:
        raise SettingInvalid(
            name=setting.name,
            value=_shown(text),
            wanted=setting.wanted,
            default=setting.default or "nothing",
        ) from error


def _shown(text: str) -> str:
    """The value as an error repeats it: an address without what may be a secret in it."""
    scheme, found, rest = text.partition("://")
    secretive = found and ("@" in rest or "?" in rest)
    return f"{scheme}://..." if secretive else text
