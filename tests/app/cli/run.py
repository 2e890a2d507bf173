"""The command line as a process: `python -m tests.app.cli.run ARGUMENTS`."""

from app.cli.main import main

main()
