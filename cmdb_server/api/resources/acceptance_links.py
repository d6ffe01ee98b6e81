"""Acceptance by the link of a mail: the token is all that is asked for, and opens one asset for who holds it now."""

from fastapi import Request
from pydantic import Field

from cmdb_server.api.acceptance_words import AnswerIn, Offer, answer_of, offer
from cmdb_server.api.dependencies import address_of, services_of
from cmdb_server.api.routes import Body, resource
from cmdb_server.auth.audit import Actor

router = resource("assets")
OPEN_TO_ALL = frozenset(("read_acceptance_link", "answer_acceptance_link"))


class LinkIn(Body):
    """The token of a link: what stands behind its #."""

    token: str = Field(max_length=200)


class LinkAnswerIn(AnswerIn):
    """What is said by a link."""

    token: str = Field(max_length=200)


@router.post("/acceptance-links/read", name="read_acceptance_link")
def read_acceptance_link(wanted: LinkIn, request: Request) -> Offer:
    """What a link is of; 404 for one that opens nothing (any more). Posted, so that no log holds the token."""
    return offer(services_of(request).acceptances.by_link(wanted.token))


@router.post("/acceptance-links/answer", name="answer_acceptance_link")
def answer_acceptance_link(wanted: LinkAnswerIn, request: Request) -> Offer:
    """Accept what a link is of, or refuse it with a reason; once."""
    services = services_of(request)
    asked = services.acceptances.by_link(wanted.token)
    holder = asked.record.value("holder")
    found = services.acceptances.answer(asked, answer_of(wanted), holder)
    kind = f"asset.{found.record.value('acceptance')}"
    actor = Actor(f"{holder} (by mail)", address_of(request))
    services.audit.append(actor, kind, found.record.number, fingerprint=wanted.fingerprint)
    return offer(found)
