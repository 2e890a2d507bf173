"""A server that speaks S3 on this machine, and empty buckets on it, as fixtures for whoever imports them."""

from __future__ import annotations

import os
from uuid import uuid4

import pytest

SECRET = "not-so-secret-4711"
NOT_INHERITED = (
    "AWS_PROFILE",
    "AZURE_STORAGE_CONNECTION_STRING",
    "AWS_SESSION_TOKEN",
    "AWS_CONFIG_FILE",
    "AWS_SHARED_CREDENTIALS_FILE",
)


@pytest.fixture(scope="module")
def s3_server():
    """The address of a server for S3 on this machine, for the tests of one file."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def s3(s3_server, monkeypatch):
    """Credentials and the server's address in the environment, which is where a driver looks for them."""
    for name in NOT_INHERITED:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test-key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-2")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_ENDPOINT_URL", s3_server)
    # Drivers are kept by address, and each test has an address of its own.
    forget_drivers()
    yield s3_server
    forget_drivers()


def forget_drivers():
    import adlfs
    import s3fs

    s3fs.S3FileSystem.clear_instance_cache()
    adlfs.AzureBlobFileSystem.clear_instance_cache()


@pytest.fixture
def bucket(s3):
    """The address of an empty bucket."""
    name = f"documents-{uuid4().hex[:12]}"
    client().create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-2"})
    return f"s3://{name}"


def client():
    import boto3

    return boto3.client("s3", endpoint_url=os.environ["AWS_ENDPOINT_URL"])
