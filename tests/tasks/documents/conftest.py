"""Stores of documents on every kind of shelf."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tasks.documents import Documents
from tests.buckets import bucket, s3, s3_server

__all__ = ["bucket", "s3", "s3_server"]


@pytest.fixture(params=["folder", "s3", "memory"])
def documents(request, tmp_path):
    """A store, on each kind of shelf in turn."""
    if request.param == "folder":
        return Documents(tmp_path / "documents")
    if request.param == "memory":
        return Documents(f"memory://{uuid4().hex}/documents")
    return Documents(f"{request.getfixturevalue('bucket')}/council/documents")


@pytest.fixture
def paper(tmp_path):
    """A file with these bytes."""

    def made(content, name="paper.pdf"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return made


def names_in(documents):
    """Everything that can be seen in a store, by the end of its name."""
    from fsspec.core import url_to_fs

    files, root = url_to_fs(documents.where)
    files.invalidate_cache()
    return sorted(str(name).removeprefix(f"{root}/") for name in files.find(root))
