"""A bucket that is missing, forbidden, or does not answer is told as such; a killed upload leaves nothing to see."""

from __future__ import annotations

import http.client
import io
import os
import signal
import socket
import subprocess
import sys

import pytest
from moto.server import ThreadedMotoServer

from gates.errors import GateError
from tasks.documents import (
    DocumentNotKept,
    Documents,
    DriverMissing,
    StoreForbidden,
    StoreMissing,
    StoreUnknown,
    StoreUnreachable,
)
from tests.buckets import SECRET, client, forget_drivers
from tests.machine import ROOT
from tests.tasks.documents.conftest import names_in

MIB = 1 << 20


@pytest.fixture
def nobody_there(s3, monkeypatch):
    """The address of a server that does not run."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}")


@pytest.fixture
def strict(s3):
    """A server that looks at who asks."""

    def look_at(requests):
        host = s3.removeprefix("http://")
        connection = http.client.HTTPConnection(host)
        connection.request("POST", "/moto-api/reset-auth", requests, {"Content-Type": "text/plain"})
        assert connection.getresponse().status == http.HTTPStatus.OK
        connection.close()

    look_at(b"0")
    yield
    look_at(b"1000000")


def told_by(documents, path):
    """What putting, finding, reading and probing raise."""
    doings = (
        lambda: documents.put(path),
        lambda: documents.find("0" * 64),
        lambda: documents.check("0" * 64),
        documents.probe,
    )
    for doing in doings:
        with pytest.raises(GateError) as refused:
            doing()
        assert SECRET not in f"{refused.value} {refused.value.__cause__}"
        yield type(refused.value)


def test_a_missing_bucket_is_named(s3, paper):
    documents = Documents("s3://nowhere-to-be-found/docs")

    with pytest.raises(StoreMissing, match="s3://nowhere-to-be-found/docs"):
        documents.put(paper(b"a paper"))
    with pytest.raises(StoreMissing):
        documents.put(paper(b"x" * (20 * MIB)))
    with pytest.raises(StoreMissing):
        documents.probe()


def test_a_bucket_that_one_may_not_use_says_so(bucket, strict, paper):
    assert set(told_by(Documents(bucket), paper(b"a paper"))) == {StoreForbidden}


def test_without_credentials_it_is_said_where_to_put_them(bucket, paper, monkeypatch):
    forget_drivers()
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("HOME", "/nonexistent")

    with pytest.raises(StoreForbidden, match="AWS_ACCESS_KEY_ID"):
        Documents(bucket).put(paper(b"a paper"))


def test_a_server_that_does_not_answer_is_said_not_to(nobody_there, paper):
    assert set(told_by(Documents("s3://documents"), paper(b"a paper"))) == {StoreUnreachable}


class Source(io.BytesIO):
    """A file in the middle of whose second reading something happens."""

    def __init__(self, content, happens):
        super().__init__(content)
        self._passed, self._happens, self._size = 0, happens, len(content)

    def read(self, length=-1):
        self._passed += max(0, length) if length == MIB else 0
        if self._passed > 1.5 * self._size:
            self._happens()
        return super().read(length)


def test_a_network_that_goes_down_in_the_middle_leaves_no_document(s3, paper, monkeypatch):
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://{}:{}".format(*server.get_host_and_port()))
    client().create_bucket(Bucket="down", CreateBucketConfiguration={"LocationConstraint": "eu-west-2"})
    documents, path = Documents("s3://down"), paper(b"x" * (24 * MIB))
    stopped: list[bool] = []

    def stop_once():
        if not stopped:
            stopped.append(True)
            server.stop()

    monkeypatch.setattr("tasks.documents.store.opened", lambda _: Source(path.read_bytes(), stop_once))
    with pytest.raises((StoreUnreachable, DocumentNotKept)):
        documents.put(path)

    assert stopped


UPLOAD = """
import pathlib, sys, time
from tasks.documents import Documents
from tasks.documents import bucket, folder, pieces

passed = 0
real = pieces.pieces

def slow(source, file):
    global passed
    for number, piece in enumerate(real(source, file)):
        if number == 20:
            print("halfway", flush=True)
            time.sleep(600)
        yield piece

bucket.pieces = folder.pieces = slow
Documents(sys.argv[1]).put(pathlib.Path(sys.argv[2]))
"""


@pytest.mark.parametrize("documents", ["folder", "s3"], indirect=True)
def test_a_killed_upload_leaves_nothing_to_see_and_can_be_done_again(documents, paper):
    path = paper(os.urandom(1 << 10) * (30 << 10))
    child = subprocess.Popen(
        [sys.executable, "-c", UPLOAD, documents.where, path], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    with child:
        assert child.stdout is not None
        assert child.stdout.readline() == "halfway\n"
        child.send_signal(signal.SIGKILL)
    assert not [name for name in names_in(documents) if not name.startswith(".incoming-")]

    documents.check(documents.put(path).sha256)


MEASURE = """
import pathlib, resource, sys
from tasks.documents import Documents

def peak():
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // unit

documents, small, large = Documents(sys.argv[1]), *map(pathlib.Path, sys.argv[2:])
documents.check(documents.put(small).sha256)
before = peak()
documents.check(documents.put(large).sha256)
print(peak() - before)
"""


@pytest.mark.parametrize("documents", ["folder", "s3"], indirect=True)
def test_a_large_document_never_lies_in_memory(documents, paper):
    large = paper(b"%PDF-1.7\n", "large.pdf")
    with large.open("r+b") as file:
        file.truncate(200 * MIB)
    small = paper(b"%PDF-1.7\n" + b"x" * (17 * MIB), "small.pdf")
    ran = subprocess.run(
        [sys.executable, "-c", MEASURE, documents.where, small, large],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert int(ran.stdout) < 32


LIMITED = """
import pathlib, resource, sys
from tasks.documents import Documents, DocumentNotKept

resource.setrlimit(resource.RLIMIT_FSIZE, (5 << 20, 5 << 20))
try:
    Documents(sys.argv[1]).put(pathlib.Path(sys.argv[2]))
except DocumentNotKept as error:
    print(error)
"""


def test_a_disk_that_takes_no_more_says_so_and_keeps_nothing(paper, tmp_path):
    documents = Documents(tmp_path / "small")
    path = paper(b"x" * (9 * MIB))
    ran = subprocess.run(
        [sys.executable, "-c", LIMITED, documents.where, path],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert "cannot be kept" in ran.stdout
    assert "file too large" in ran.stdout
    assert names_in(documents) == []


def test_a_store_that_cannot_be_written_says_so(paper, tmp_path):
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where the folder should be", encoding="utf-8")

    with pytest.raises(DocumentNotKept):
        Documents(blocked).put(paper(b"a paper"))
    with pytest.raises(DocumentNotKept):
        Documents(blocked).probe()


@pytest.mark.parametrize(
    ("url", "extra"), [("s3://documents", "gatehouse[s3]"), ("abfs://documents", "gatehouse[azure]")]
)
def test_a_missing_driver_says_what_to_install(url, extra, paper, monkeypatch):
    monkeypatch.setattr("tasks.documents.drivers.find_spec", lambda _: None)

    with pytest.raises(DriverMissing) as refused:
        Documents(url).put(paper(b"a paper"))
    assert extra in refused.value.what_to_do


@pytest.mark.parametrize("url", ["s3:///", "gopher://documents", "nonsense://x"])
def test_an_address_that_nothing_serves_is_refused(url, paper):
    with pytest.raises(StoreUnknown):
        Documents(url).put(paper(b"a paper"))


def test_an_azure_container_is_opened_with_the_account_from_the_environment(monkeypatch, paper):
    from tasks.documents.drivers import filesystem_of

    monkeypatch.setenv("AZURE_STORAGE_ACCOUNT_NAME", "sampleford")
    monkeypatch.setenv("AZURE_STORAGE_ACCOUNT_KEY", "c2VjcmV0LWtleS00NzEx")
    files, root = filesystem_of("abfs://documents/council")

    assert (type(files).__name__, files.account_name, root) == (
        "AzureBlobFileSystem",
        "sampleford",
        "documents/council",
    )


def test_an_azure_account_that_is_not_named_is_asked_for(monkeypatch, paper):
    forget_drivers()
    monkeypatch.delenv("AZURE_STORAGE_ACCOUNT_NAME", raising=False)
    monkeypatch.setenv("AZURE_STORAGE_ACCOUNT_KEY", "c2VjcmV0LWtleS00NzEx")

    with pytest.raises(StoreForbidden, match="AZURE_STORAGE") as refused:
        Documents("abfs://documents/nameless").put(paper(b"a paper"))
    assert "c2VjcmV0" not in str(refused.value)
