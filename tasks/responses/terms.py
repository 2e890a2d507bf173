"""Texts of an export as the terms that responses are counted by."""

from __future__ import annotations

import re

from gates.response_tally import Channel, Respondent
from tasks.registers.mapping import normal
from tasks.registers.targets import slug

RESPONDENTS: dict[Respondent, str] = {
    Respondent.STAFF: r"staff|employee|(council )?officer\b|work(s|ing)? for",
    Respondent.ELECTED_MEMBER: r"councillor|elected|\bmps?\b|\bmsp|\bms\b|\bmla|member of parliament|mayor",
    Respondent.TRADE_UNION: r"trade union|union rep|\bunion\b",
    Respondent.VOLUNTARY_GROUP: (
        r"charit|voluntary|community (group|organi)|faith group|residents.? association|third sector"
    ),
    Respondent.PUBLIC_BODY: (
        r"public (body|sector)|local authority|council\b(?! (tenant|resident))|nhs|parish|school|police|government"
    ),
    Respondent.BUSINESS: r"business|company|employer|landlord|trader",
    Respondent.ORGANISATION: r"organi[sz]ation|group|institution|society|club",
    Respondent.INDIVIDUAL: (
        r"individual|resident|public|person|myself|citizen|tenant|service user|carer|parent|visitor"
    ),
}
CHANNELS: dict[Channel, str] = {
    Channel.SOCIAL_MEDIA: r"social|facebook|twitter|instagram|tiktok|whatsapp",
    Channel.EMAIL: r"e-?mail",
    Channel.LETTER: r"letter|post|paper|hard copy|written",
    Channel.TELEPHONE: r"phone|call\b|call centre",
    Channel.PETITION: r"petition",
    Channel.DEPUTATION: r"deputation|delegation",
    Channel.MEETING: r"meeting|event|drop-?in|workshop|focus group|in person|face to face|interview",
    Channel.ONLINE: r"online|web|portal|survey|questionnaire|digital|internet|app\b",
}
# "DE1 2AB" and "DE12AB": the part before the space tells the area and not the house.
POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?) ?\d[A-Z]{2}\b", re.IGNORECASE)


def respondent_of(text: str) -> Respondent:
    """In which capacity somebody responds, by what the platform calls it; OTHER where that says nothing known."""
    name = slug(text)
    if name in set(Respondent):
        return Respondent(name)
    plain = normal(text)
    if not plain or re.fullmatch(r"prefer not to say|not (stated|answered|known)|n/?a|-", plain):
        return Respondent.NOT_STATED
    return next((kind for kind, words in RESPONDENTS.items() if re.search(words, plain)), Respondent.OTHER)


def channel_of(text: str) -> Channel:
    """The way by which a response came in; OTHER where the text says nothing known, ONLINE where it is blank."""
    name = slug(text)
    if name in set(Channel):
        return Channel(name)
    plain = normal(text)
    if not plain:
        return Channel.ONLINE
    return next((kind for kind, words in CHANNELS.items() if re.search(words, plain)), Channel.OTHER)


def area_of(text: str) -> str:
    """The area of an address: the first half of its postcode, or the text itself where it has none."""
    found = POSTCODE.search(text)
    return found[1].upper() if found else text
