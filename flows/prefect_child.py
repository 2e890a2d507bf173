"""Turns this process into Prefect's server, one that ends when its parent does, however that ends."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    """`python -m flows.prefect_child PARENT ARGUMENTS...` becomes `python -m prefect ARGUMENTS...`."""
    parent, arguments = int(sys.argv[1]), sys.argv[2:]
    if sys.platform == "linux":
        # Kept across exec: the kernel sends it even when the parent is killed and can send nothing itself.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() == parent:
        os.execv(sys.executable, [sys.executable, "-m", "prefect", *arguments])  # noqa: S606


if __name__ == "__main__":
    main()
