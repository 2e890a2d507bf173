"""A fingerprint of some columns: it changes with the option itself, and not with how the option was scored."""

from __future__ import annotations

from gates.canonical import sha256_of
from gates.fields import RecordField
from gates.publishing import Source, published_facts
from tests.gates.catalogues import FIELDS, RECORD, item

MODELS = {name: RecordField.model_validate(raw) for name, raw in FIELDS.items()}
CHOSEN = "options.name+hits:hash:outcome=preferred"


def published(record):
    return published_facts(item(publishes={"fact": CHOSEN}), record).get("fact")


def test_only_the_columns_that_are_named_are_hashed():
    first, preferred = RECORD["options"]
    dearer = {**preferred, "cost": 999}
    renamed = {**preferred, "name": "Share with two councils"}

    assert published(RECORD) == sha256_of(
        {"options": [{"name": preferred["name"], "hits": preferred["hits"]}]}
    )
    assert published({**RECORD, "options": [first, dearer]}) == published(RECORD)
    assert published({**RECORD, "options": [first, renamed]}) != published(RECORD)
    assert published({**RECORD, "options": [first]}) is None


def test_a_column_that_the_table_lacks_is_a_fault():
    assert Source.of(CHOSEN).faults(MODELS) == []
    assert Source.of("options.name+nothing:hash:outcome=preferred").faults(MODELS) == [
        "the item has no such field or column"
    ]
