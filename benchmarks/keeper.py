"""A keeper in a process of its own, until SIGTERM: `python -m benchmarks.keeper`."""

from __future__ import annotations

import signal
import threading
from typing import Any

from config.settings import settings_from
from flows.service import run_keeper
from tasks.house import open_house


def main() -> None:
    stop = threading.Event()

    def ask(number: int, frame: Any) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, ask)
    house = open_house(settings_from())
    keeper = threading.Thread(target=run_keeper, args=(house, stop))
    keeper.start()
    stop.wait()
    keeper.join()
    house.close()


if __name__ == "__main__":
    main()
