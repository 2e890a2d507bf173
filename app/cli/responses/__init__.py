"""The responses to a consultation: imported from its platform, logged by hand, counted, looked at, erased."""

from app.cli.responses import adding, counting, importing, reading, ruling
from app.cli.responses.common import group

__all__ = ["adding", "counting", "group", "importing", "reading", "ruling"]
