"""The files of the checkout and the functions in them, for the guards."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("gates", "tasks", "flows", "config", "ledger", "app")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def project_files() -> list[Path]:
    """Every file that belongs to the project: tracked, or new and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return sorted(path for name in set(listed.split("\0")) if name and (path := ROOT / name).is_file())


def python_files(*rooms: str) -> list[Path]:
    """Python files, of the named top-level folders or of all; generated migrations are nobody's prose."""
    files = (path for path in project_files() if path.suffix == ".py" and "versions" not in path.parts)
    return [path for path in files if not rooms or path.relative_to(ROOT).parts[0] in rooms]


def shown(path: Path) -> str:
    """The path as a reader of a failure knows it."""
    return path.relative_to(ROOT).as_posix()


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=shown(path))


def functions(path: Path) -> Iterator[Function]:
    return (node for node in ast.walk(parsed(path)) if isinstance(node, Function))


def lines_of(node: Function) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1
