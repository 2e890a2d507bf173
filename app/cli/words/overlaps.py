"""What the command line says about other changes that hit the same groups."""

from __future__ import annotations

OVERLAPS: dict[str, str] = {
    "column.evidence": "Its evidence",
    "column.groups_hit": "Groups hit by both",
    "column.not_named": "EQ-06 does not name it for",
    "column.stands": "Where it stands",
    "overlaps.none_assessed": "{ref} {title} has no impact matrix (EQ-03) yet: whom it affects is not known.",
    "overlaps.nobody": "{ref} {title}: its impact matrix (EQ-03) shows no group as adversely affected.",
    "overlaps.hits": "{ref} {title} adversely affects: {groups}.",
    "overlaps.alone": "No other live change with an impact matrix affects any of these groups adversely.",
    "overlaps.found": "{count} other live changes hit the same groups:",
    "overlaps.found.one": "1 other live change hits the same groups:",
    "overlaps.to_do": "Name them in the record of cumulative effect: `gatehouse evidence template EQ-06`.",
    "overlaps.all_named": "The record of cumulative effect (EQ-06, version {version}) names all of them.",
    "overlaps.not_named": "Other live changes hit the same groups and are not named in this record. Name them, or say "
    "there why the two do not meet:",
    "overlaps.entry": "{title} ({stands}), for {groups}",
}
OVERLAPS_HELP: dict[str, tuple[str, str]] = {
    "overlaps": (
        "List the other live changes that hit the same protected groups. Compared is what each impact matrix (EQ-03) "
        "shows as adversely affected, and which of them the record of cumulative effect (EQ-06) does not name yet.",
        "gatehouse overlaps CHG-0001",
    ),
}
