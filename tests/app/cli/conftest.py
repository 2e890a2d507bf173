"""A desk for each test. The installation is made once and copied, because making it takes a second."""

from __future__ import annotations

import shutil

import pytest

from tests.app.cli.desk import PEOPLE, Desk
from tests.buckets import bucket, s3, s3_server

__all__ = ["bucket", "s3", "s3_server"]


@pytest.fixture(scope="session")
def made_once(tmp_path_factory):
    """An installation with a council's people and board, for copying only."""
    desk = Desk.at(tmp_path_factory.mktemp("installation") / "home")
    assert desk.run("init", "--council-name", "Sampleford Borough Council").code == 0
    desk.do("people", "load", desk.file("people.yaml", PEOPLE))
    return desk.home


@pytest.fixture
def desk(made_once, tmp_path):
    """An installation of this test alone."""
    shutil.copytree(made_once, tmp_path / "home")
    return Desk.at(tmp_path / "home")


@pytest.fixture
def bare(tmp_path):
    """A place where nothing was set up yet."""
    return Desk.at(tmp_path / "bare")


@pytest.fixture
def ref(desk):
    """A registered change on the desk."""
    return desk.register()
