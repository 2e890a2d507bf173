"""What `gatehouse up` says."""

from __future__ import annotations

UP: dict[str, str] = {
    "up.home": "Gatehouse keeps its files in {home}",
    "up.ledger": "Ledger     {count} changes",
    "up.prefect_starting": "Prefect    starting ...",
    "up.prefect": "Prefect    {url}",
    "up.prefect_own": "Prefect    {url} (your own server)",
    "up.prefect_ended": "Prefect's server ended with exit code {code}. Starting it again; changes move on meanwhile.",
    "up.prefect_again": "Prefect    {url} again",
    "up.prefect_waits": "Prefect    could not be started. Next try in {seconds:.0f} seconds.",
    "up.keeper": "Keeper     moves changes as they come due",
    "up.more": "          ... and {count} more changes moved",
    "up.ready": "Ready. Ctrl-C stops everything.",
    "up.stopping": "Stopping: what is under way is finished first ...",
    "up.stopped": "Stopped.",
}
