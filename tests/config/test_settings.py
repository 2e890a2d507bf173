"""Settings come from the environment, and say what is wrong with them."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from config.settings import SETTINGS, SettingInvalid, Settings, settings_from


def test_without_an_environment_everything_has_a_default():
    settings = settings_from({})

    assert settings.home == Path("var").absolute()
    assert settings.database_url == f"sqlite:///{settings.home}/gatehouse.db"
    assert settings.prefect_api == "http://127.0.0.1:4200/api"
    assert settings.keeper_passes == 4


def test_an_empty_variable_counts_as_unset():
    assert settings_from({"GATEHOUSE_PREFECT_PORT": " "}).prefect_port == 4200


def test_files_lie_in_the_home(tmp_path):
    settings = settings_from({"GATEHOUSE_HOME": str(tmp_path)})

    assert settings.database_url == f"sqlite:///{tmp_path}/gatehouse.db"
    assert settings.documents == f"{tmp_path}/documents"
    assert {settings.prompts_log.parent, settings.prefect_home.parent} == {tmp_path}


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("s3://bucket/prefix/", "s3://bucket/prefix"),
        ("abfs://container/prefix", "abfs://container/prefix"),
        (
            "abfss://container@account.dfs.core.windows.net/x",
            "abfss://container@account.dfs.core.windows.net/x",
        ),
        ("papers", str(Path("papers").absolute())),
    ],
)
def test_documents_may_lie_elsewhere(text, where):
    assert settings_from({"GATEHOUSE_DOCUMENTS_URL": text}).documents == where


@pytest.mark.parametrize(
    "url",
    [
        "s3://key:hunter2@bucket",
        "s3://hunter2@bucket/prefix",
        "abfs://container:hunter2@account.example/x",
        "abfs://container/x?sig=hunter2",
    ],
)
def test_an_address_with_credentials_in_it_is_refused_without_repeating_them(url):
    with pytest.raises(SettingInvalid, match="no credentials") as refused:
        settings_from({"GATEHOUSE_DOCUMENTS_URL": url})

    assert "hunter2" not in f"{refused.value} {refused.value.data}"


def test_a_prefect_of_ones_own_is_honoured():
    settings = settings_from({"PREFECT_API_URL": "https://prefect.example/api/"})

    assert settings.prefect_api == "https://prefect.example/api"
    assert settings.prefect_ui == "https://prefect.example"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GATEHOUSE_PREFECT_PORT", "prefect"),
        ("GATEHOUSE_PREFECT_PORT", "0"),
        ("GATEHOUSE_PREFECT_PORT", "65536"),
        ("GATEHOUSE_KEEPER_PASSES", "0"),
        ("GATEHOUSE_LEASE_SECONDS", "-1"),
        ("GATEHOUSE_LEASE_SECONDS", "inf"),
        ("GATEHOUSE_LEASE_SECONDS", "nan"),
        ("GATEHOUSE_COUNCIL", "two words"),
        ("PREFECT_API_URL", "prefect.example:4200"),
        ("GATEHOUSE_DOCUMENTS_URL", "s3://"),
        ("GATEHOUSE_DOCUMENTS_URL", "://bucket"),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_name(name, value):
    with pytest.raises(SettingInvalid) as refused:
        settings_from({name: value})

    assert name in str(refused.value)
    assert value in str(refused.value)


def test_every_setting_is_documented_and_read():
    assert sorted(setting.field for setting in SETTINGS) == sorted(field.name for field in fields(Settings))
    assert all(setting.says.endswith(".") for setting in SETTINGS)


def test_every_default_is_valid():
    for setting in SETTINGS:
        setting.read(setting.default)
