"""What the head of a mail says: every value cut and decoded before anything looks at it. Pure.

The standard library's newer parser of addresses is not used: what it makes of hostile heads takes long, or fails.
"""

import codecs
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr
from hashlib import blake2b

_LONGEST_VALUE = 4_000
_LONGEST_SUBJECT = 200
_LONGEST_ADDRESS = 254
_MOST_REFERENCES = 50
_ID = re.compile(r"<([^<>\s]{1,250})>")
_NUMBER = re.compile(r"\b([A-Z]{2,5}\d{7})\b")
# What clients put before a subject when somebody answers or passes on, in the languages that do so.
_ANSWERED = re.compile(r"^(?:\s*(?:re|aw|sv|vs|antw|fw|fwd|wg|tr|rv)\s*(?:\[\d+\])?\s*:)+\s*", re.IGNORECASE)
_BRACKETED = re.compile(r"\[[A-Z]{2,5}\d{7}\]\s*")
_MACHINES = ("mailer-daemon", "postmaster", "no-reply", "noreply", "bounce")
# Codecs of which no mail is written, and that take long for what is long.
_NOT_OF_MAILS = ("punycode", "idna", "unicode_escape", "raw_unicode_escape", "unicode-escape", "raw-unicode-escape")
_BULK = ("bulk", "junk", "list", "auto_reply")


@dataclass(frozen=True)
class Heading:
    """Who wrote a mail (address in lower case), of what, in answer to which Message-IDs (without brackets).

    `machine` says why it is no person's, "" where it may be one's. `proofs` are the words of the servers it came by.
    """

    message_id: str
    sender: str
    subject: str
    references: Sequence[str]
    machine: str
    proofs: Sequence[str] = ()

    @property
    def numbers(self) -> list[str]:
        """What looks like numbers of records in the subject, in order."""
        return _NUMBER.findall(self.subject)

    @property
    def title(self) -> str:
        """The subject without what was put before it by answering."""
        return " ".join(_BRACKETED.sub("", _ANSWERED.sub("", self.subject)).split())


def heading_of(head: bytes) -> Heading:
    """What a head says, whatever its bytes are."""
    said = message_from_bytes(head)
    sender = parseaddr(decoded(said, "From"))[1][:_LONGEST_ADDRESS].strip().lower()
    own = _ID.search(decoded(said, "Message-ID"))
    answered = _ID.findall(f"{decoded(said, 'References')} {decoded(said, 'In-Reply-To')}")
    return Heading(
        message_id=own[1] if own else f"none.{blake2b(head, digest_size=12).hexdigest()}",
        sender=sender,
        subject=decoded(said, "Subject")[:_LONGEST_SUBJECT].strip(),
        references=tuple(dict.fromkeys(answered))[-_MOST_REFERENCES:],
        machine=_machine(said, sender),
        proofs=tuple(" ".join(str(one)[:_LONGEST_VALUE].split()) for one in said.get_all("Authentication-Results", ())),
    )


def decoded(said: Message, name: str) -> str:
    """The first value of a head's field in characters, on one line; what cannot be read as it was sent."""
    raw = str(said.get(name, ""))[:_LONGEST_VALUE]
    try:
        parts = decode_header(raw)
    except (HeaderParseError, ValueError):
        parts = [(raw, None)]
    return " ".join(printable("".join(_characters(part, charset) for part, charset in parts)).split())


def printable(text: str) -> str:
    """A text without signs that do not print, or that turn the direction of reading."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def text_of(content: bytes, charset: str) -> str:
    """Bytes in characters: as they say they are, else as UTF-8; what is neither becomes a question mark."""
    try:
        is_known = codecs.lookup(charset or "utf-8").name not in _NOT_OF_MAILS
        return content.decode(charset if charset and is_known else "utf-8", "replace")
    except (LookupError, ValueError):
        return content.decode("utf-8", "replace")


def _characters(part: bytes | str, charset: str | None) -> str:
    return part if isinstance(part, str) else text_of(part, charset or "latin-1")


def _machine(said: Message, sender: str) -> str:
    """Why a mail is no person's: RFC 3834, and what those say who know nothing of it."""
    given: Mapping[str, str] = {
        name: decoded(said, name).lower()
        for name in ("Auto-Submitted", "Precedence", "Return-Path", "X-Autoreply", "X-Autorespond", "X-Loop")
    }
    automatic = given["Auto-Submitted"].split(";")[0].split("(")[0].strip()
    if automatic not in {"", "no"}:
        return f"Auto-Submitted: {automatic[:50]}"
    if given["Precedence"] in _BULK:
        return f"Precedence: {given['Precedence']}"
    if given["Return-Path"] == "<>" or said.get_content_type() == "multipart/report":
        return "it tells of mail that did not arrive"
    if "List-Id" in said or "List-Unsubscribe" in said:
        return "it is of a mailing list"
    if named := [name for name in ("X-Autoreply", "X-Autorespond", "X-Loop") if given[name] not in {"", "no"}]:
        return f"it has {named[0]}"
    local = sender.partition("@")[0]
    return f"{local} is no person" if local.startswith(_MACHINES) else ""
