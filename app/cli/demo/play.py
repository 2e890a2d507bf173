"""Playing the whole story, from an empty home to a verified ledger."""

from __future__ import annotations

import time
from typing import Any

from app.cli.demo.home import prepare_home
from app.cli.demo.player import Player
from app.cli.demo.stage import on_stage
from app.cli.demo.summary import say_summary, summary
from app.cli.output import note, print_json
from app.cli.words import phrase
from config.sample_data import load_samples
from config.settings import Settings
from gates.clock import london_day
from tasks.house import utc_now


def play(settings: Settings, *, as_json: bool = False) -> dict[str, Any]:
    """Play the whole story in `settings.home`. What was in it from an earlier demonstration is kept beside it.

    Raises HomeInUse when the home holds anything but an earlier demonstration; otherwise what its parts raise.
    """
    started = time.monotonic()
    tell = _silent if as_json else note
    kept = prepare_home(settings)
    if kept:
        tell(phrase("demo.kept", folder=kept))
    samples = load_samples(london_day(utc_now()))
    with on_stage(settings, samples, tell) as stage:
        player = Player(stage, samples, tell)
        for number, step in enumerate(samples.story, start=1):
            tell(phrase("demo.step", number=number, of=len(samples.story), says=step.say))
            player.play(step)
        tell(phrase("demo.showing"))
        stage.wait_until_shown()
        told = summary(stage, seconds=time.monotonic() - started)
    if as_json:
        print_json(told)
    else:
        say_summary(told)
    return told


def _silent(_: str) -> None:
    """Where the result is JSON, progress is not told."""
