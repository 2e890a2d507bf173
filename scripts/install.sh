#!/bin/sh
# Makes .venv and installs what the lock files name, and the project itself as an editable install.
# Needs a Python that can make virtual environments, and nothing else. `install.sh uv` stops once uv is there.
set -eu
cd "$(dirname "$0")/.."

PYTHON=${PYTHON:-python3.13 python3.12 python3.11 python3}
VENV_PYTHON=.venv/bin/python

say() { printf '%s\n' "$*"; }
fail() { say "$@" >&2; exit 1; }

# A name on PATH proves nothing (a version manager's shim may stand for no Python): run it.
runs() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' >/dev/null 2>&1; }
makes_environments() { "$1" -c 'import ensurepip, venv' >/dev/null 2>&1; }

choose_python() {
    bare=
    for candidate in $PYTHON; do
        runs "$candidate" || continue
        makes_environments "$candidate" && { say "$candidate"; return; }
        bare=${bare:-$candidate}
    done
    [ -z "$bare" ] || fail "$bare cannot make virtual environments: it lacks ensurepip." \
        "On Debian or Ubuntu: apt-get install $("$bare" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')-venv"
    fail "Gatehouse needs Python 3.11 to 3.14; none of these is one: $PYTHON." \
        "Install one, or name it: make install PYTHON=/path/to/python3.12"
}

make_venv() {
    "$VENV_PYTHON" -c '' 2>/dev/null && return
    python=$(choose_python)
    say "Making .venv with $("$python" --version)"
    rm -rf .venv
    "$python" -m venv .venv
}

pip() { "$VENV_PYTHON" -m pip --disable-pip-version-check --quiet "$@"; }

has_uv() { .venv/bin/uv --version >/dev/null 2>&1; }

fetch_uv() {
    pip install --require-hashes --only-binary :all: -r requirements/bootstrap.txt && has_uv
}

# sync, not install: what a lock file no longer names goes, so that nothing works here by accident.
install_with_uv() {
    .venv/bin/uv pip sync --quiet --python "$VENV_PYTHON" --require-hashes --compile-bytecode \
        requirements/bootstrap.txt requirements/dev.txt &&
        .venv/bin/uv pip install --quiet --python "$VENV_PYTHON" --no-deps --no-build-isolation --editable .
}

install_with_pip() {
    pip install --require-hashes -r requirements/dev.txt
    pip install --no-deps --no-build-isolation --editable .
}

make_venv
if [ "${1:-}" = uv ]; then
    fetch_uv || fail "uv cannot run here, and lock files are made with it."
    exit
fi
say "Installing what requirements/dev.txt names"
if ! { fetch_uv && install_with_uv; }; then
    say "uv did not manage it; trying pip"
    install_with_pip
fi
say "Installed in .venv"
