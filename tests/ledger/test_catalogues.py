"""Every catalogue that a change was ever held against is kept."""

from __future__ import annotations

import pytest

from ledger import open_ledger
from ledger.errors import CatalogueAltered, NoCatalogue, UnknownCatalogue
from tests.factories import make_ledger, tiny_catalogue


def test_a_ledger_without_a_catalogue_says_how_to_load_one(url):
    with pytest.raises(NoCatalogue) as refused:
        make_ledger(url=url).catalogues.latest()

    assert "gatehouse init" in refused.value.what_to_do


def test_the_one_put_last_is_for_new_changes_and_older_ones_stay(office, ledger, url):
    first, second = office.catalogue, tiny_catalogue(name="Second")
    ledger.catalogues.put(second)
    fresh = open_ledger(url).catalogues

    assert fresh.latest() == second
    assert fresh.get(first.version) == first
    assert fresh.versions() == [(second.version, "Second"), (first.version, "Tiny catalogue")]


def test_putting_the_same_again_changes_nothing_and_an_older_one_returns_to_the_top(office, ledger):
    first, second = office.catalogue, tiny_catalogue(name="Second")
    assert ledger.catalogues.put(first) == first.version
    ledger.catalogues.put(second)
    ledger.catalogues.put(second)
    ledger.catalogues.put(first)

    assert [name for _, name in ledger.catalogues.versions()] == ["Tiny catalogue", "Second"]


def test_an_unknown_version_is_an_error(ledger):
    with pytest.raises(UnknownCatalogue):
        ledger.catalogues.get("0" * 64)


def test_a_catalogue_that_was_altered_in_the_database_is_not_used(office, sql, url):
    sql("UPDATE catalogues SET body = replace(body, :three, :one)", three='"at_least":3', one='"at_least":1')

    with pytest.raises(CatalogueAltered):
        open_ledger(url).catalogues.get(office.catalogue.version)
