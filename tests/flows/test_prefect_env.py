"""What Gatehouse tells Prefect about itself."""

from __future__ import annotations

import socket
import ssl

import pytest

from config.settings import LOOPBACK, settings_from
from flows.prefect_env import prefect_environment, prepare_prefect, server_environment
from flows.prefect_server import PortTaken, PrefectServer, prefect_answers
from tests.flows.conftest import free_port


def settings(tmp_path, **environment):
    return settings_from({"GATEHOUSE_HOME": str(tmp_path), **environment})


def test_nobody_is_told_about_this_installation(tmp_path):
    for told in (prefect_environment(settings(tmp_path)), server_environment(settings(tmp_path))):
        assert (told["PREFECT_SERVER_ANALYTICS_ENABLED"], told["DO_NOT_TRACK"]) == ("false", "1")


def test_what_the_user_has_set_stays(tmp_path):
    environment = {"PREFECT_CLIENT_MAX_RETRIES": "9"}

    prepare_prefect(settings(tmp_path), environment)

    assert environment["PREFECT_CLIENT_MAX_RETRIES"] == "9"
    assert environment["PREFECT_API_URL"] == "http://127.0.0.1:4200/api"
    assert environment["PREFECT_HOME"] == str(tmp_path / "prefect")


def test_a_prefect_of_ones_own_keeps_its_home_and_its_certificates(tmp_path):
    environment: dict[str, str] = {}

    prepare_prefect(settings(tmp_path, PREFECT_API_URL="https://prefect.example/api"), environment)

    assert "PREFECT_HOME" not in environment
    assert "PREFECT_API_SSL_CERT_FILE" not in environment


def test_the_file_of_authorities_is_one_that_tls_can_read(tmp_path):
    file = prefect_environment(settings(tmp_path))["PREFECT_API_SSL_CERT_FILE"]

    assert len(ssl.create_default_context(cafile=file).get_ca_certs()) <= 1
    assert prefect_environment(settings(tmp_path))["PREFECT_API_SSL_CERT_FILE"] == file


def test_a_taken_port_is_refused_before_anything_is_started(tmp_path):
    with socket.socket() as other:
        other.bind((LOOPBACK, 0))
        other.listen()
        port = str(other.getsockname()[1])

        with pytest.raises(PortTaken, match=port):
            PrefectServer(settings(tmp_path, GATEHOUSE_PREFECT_PORT=port)).start()


def test_no_answer_is_an_answer():
    assert not prefect_answers(f"http://{LOOPBACK}:{free_port()}/api")
