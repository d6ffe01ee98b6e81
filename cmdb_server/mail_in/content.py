"""The words and the attachments of a mail: markup becomes plain text, nothing of it is ever shown as markup. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from typing import cast

from cmdb_server.mail_in.heading import decoded, text_of
from cmdb_server.mail_in.markup import plain_text

MOST_PARTS = 100
LONGEST_TEXT = 19_000  # characters
# Of longer ones the end is not looked at.
_TEXT_BYTES = 256 << 10
# Pictures within a text that are smaller than this are logos of signatures.
_SMALLEST_PICTURE = 16 << 10
_ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "text/plain": "txt"}
# Whatever hostile bytes make the standard library's parser fail with.
_FAILURES = (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError)


class UnreadableMailError(ValueError):
    """Bytes that are no mail that can be taken apart."""


@dataclass(frozen=True)
class Attachment:
    """A file that came with a mail, under the name that the mail says."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Content:
    """The words of a mail and the files that came with it."""

    text: str
    attachments: tuple[Attachment, ...]


def content_of(mail: bytes) -> Content:
    """What is in a mail. Raises UnreadableMailError."""
    try:
        parts = list(_parts(message_from_bytes(mail)))
        text = next((found for kind in ("text/plain", "text/html") if (found := _words(parts, kind)).strip()), "")
        attachments = tuple(_attachment(part, turn) for turn, part in enumerate(parts) if _is_file(part))
    except _FAILURES as error:
        message = f"it cannot be taken apart ({type(error).__name__})"
        raise UnreadableMailError(message) from error
    return Content(clean(text), attachments)


def clean(text: str) -> str:
    """A text without signs that do not print but breaks of lines, no two empty lines after each other, not too long."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ").replace("\xa0", " ")
    signs = "".join(sign if sign == "\n" or sign.isprintable() else "" for sign in plain)
    lines: list[str] = []
    for line in signs.split("\n"):
        if line.strip() or (lines and lines[-1]):
            lines.append(line.rstrip())
    found = "\n".join(lines).strip()
    return found if len(found) <= LONGEST_TEXT else f"{found[:LONGEST_TEXT]}\n(the rest of the mail is left out)"


def _parts(mail: Message) -> Iterator[Message]:
    """Parts that hold something, those of a mail within a mail not."""
    waiting, seen = [mail], 0
    while waiting:
        part = waiting.pop(0)
        seen += 1
        if seen > MOST_PARTS:
            message = f"it has more than {MOST_PARTS} parts"
            raise ValueError(message)
        if part.is_multipart() and part.get_content_maintype() != "message":
            waiting = [*_inner(part), *waiting]
        else:
            yield part


def _inner(part: Message) -> list[Message]:
    found = cast("list[Message] | str", part.get_payload())
    return [] if isinstance(found, str) else found


def _words(parts: list[Message], kind: str) -> str:
    of_kind = [part for part in parts if part.get_content_type() == kind and not _is_file(part)]
    texts = [text_of(_bytes(part)[:_TEXT_BYTES], str(part.get_content_charset() or "")) for part in of_kind]
    return "\n\n".join(texts if kind == "text/plain" else map(plain_text, texts))


def _is_file(part: Message) -> bool:
    if part.get_content_maintype() == "message" or part.get_content_disposition() == "attachment":
        return True
    if part.get_content_maintype() == "image":
        return len(_bytes(part)) >= _SMALLEST_PICTURE
    return part.get_content_maintype() != "text" or part.get_filename() is not None


def _attachment(part: Message, turn: int) -> Attachment:
    ending = "eml" if part.get_content_maintype() == "message" else _ENDINGS.get(part.get_content_type(), "bin")
    named = Message()
    named["Name"] = str(part.get_filename() or "")[:500].replace("\n", " ").replace("\r", " ")
    return Attachment(decoded(named, "Name") or f"part-{turn + 1}.{ending}", _bytes(part))


def _bytes(part: Message) -> bytes:
    """What a part holds; of a mail within a mail that one as it was sent."""
    if part.get_content_maintype() == "message" and part.is_multipart():
        return b"\n".join(map(bytes, _inner(part)))
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""
