"""A change whose consultation has an engagement lead, a data protection officer and an export."""

from __future__ import annotations

import pytest

from tests.app.cli.responses.consultation import DPO, ENGAGE, HEADINGS, ROWS


@pytest.fixture
def ref(desk):
    """A change in a council with an engagement lead and a data protection officer."""
    for email, role in ((ENGAGE, "engagement_lead"), (DPO, "dpo")):
        desk.do("people", "add", email, "--name", email.split("@")[0].title(), "--role", role)
    return desk.register()


@pytest.fixture
def export(desk):
    return desk.file("export.csv", "\n".join([HEADINGS, *ROWS, ""]))


@pytest.fixture
def imported(desk, ref, export):
    desk.run("responses", "import", ref, export, by=ENGAGE)
    return ref
