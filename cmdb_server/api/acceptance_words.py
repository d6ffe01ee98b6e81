"""What is told of acceptances: to holders of what is theirs, to asset managers of all."""

from pydantic import BaseModel, Field

from cmdb_server.api.routes import Body
from cmdb_server.assets.acceptance import Answer
from cmdb_server.assets.accepting import Asked
from cmdb_server.assets.terms import TermsText


class TermsOut(BaseModel):
    """A text with its version, and the SHA-256 of its UTF-8."""

    name: str
    version: int
    text: str
    fingerprint: str


class Offer(BaseModel):
    """Something that somebody was given: what it is, and what they are to accept (`terms` null: nothing any more).

    `state` is waiting, accepted or refused; "" where nothing is asked. Times are RFC 3339.
    """

    number: str
    title: str
    asset_tag: str
    model: str
    serial_number: str
    holder: str
    due_back: str
    state: str
    asked_at: str
    answered_at: str
    signed_by: str
    reason: str
    terms: TermsOut | None


class AnswerIn(Body):
    """What a holder says: accepted, or refused with a `reason`; `name` is their signature.

    `fingerprint` is that of the terms which they read.
    """

    is_accepted: bool
    name: str = Field(max_length=500)
    reason: str = Field(default="", max_length=5_000)
    fingerprint: str = Field(max_length=100)


def answer_of(wanted: AnswerIn) -> Answer:
    """What was said."""
    return Answer(wanted.is_accepted, wanted.name, wanted.reason, wanted.fingerprint)


def offer(one: Asked) -> Offer:
    """An asset as its holder is told of it."""
    told = one.record.value
    return Offer(
        **{name: told(name) for name in ("title", "asset_tag", "model", "serial_number", "holder", "due_back")},
        number=one.record.number,
        state=told("acceptance"),
        asked_at=told("acceptance_asked"),
        answered_at=told("acceptance_answered"),
        signed_by=told("acceptance_by"),
        reason=told("acceptance_reason"),
        terms=terms_out(one.text) if one.text else None,
    )


def terms_out(text: TermsText) -> TermsOut:
    """A text."""
    return TermsOut(name=text.name, version=text.version, text=text.text, fingerprint=text.fingerprint)
