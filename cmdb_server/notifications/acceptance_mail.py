"""Mail to who was given something and has yet to accept it: to an account's address, or to one that is the holder.

The link in it opens what is asked of them and nothing else, without an account. It is made when the mail is sent, out
of the server's key; no secret is stored, and it ends with the custody it is of.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from email.message import EmailMessage
from html import escape

from cmdb_server.credential_vault.sealing import Sealing
from cmdb_server.itsm.record import Record
from cmdb_server.notifications.composing import Stamp, blank_mail
from cmdb_server.notifications.happening import Happening
from cmdb_server.notifications.notices import Notice, Told, uid_of
from cmdb_server.notifications.people import Person
from cmdb_server.notifications.preferences import is_within, looks_like_address

ASKED, REMINDER = "acceptance_asked", "acceptance_reminder"
KINDS = (ASKED, REMINDER)
_STATE, _WAITING, _SINCE = "acceptance", "waiting", "acceptance_asked"
_PURPOSE = "acceptance"


class AcceptanceLinks:
    """Makes and reads the tokens of links."""

    def __init__(self, sealing: Sealing) -> None:
        """`sealing` holds the server's key."""
        self._sealing = sealing

    def token(self, record: Record) -> str:
        """What opens the acceptance of an asset by who holds it now. Raises SealingKeyError."""
        return f"{record.number}.{self._sealing.signature(_said(record), _PURPOSE)}"

    def opens(self, token: str, record: Record) -> bool:
        """Whether a token is of an asset as it is held now. Raises SealingKeyError."""
        return self._sealing.is_signed(_said(record), _PURPOSE, token.partition(".")[2])


def address_of(holder: str, people: Mapping[str, Person], domains: Collection[str]) -> str:
    """Where mail reaches a holder: the address of the account of that name, or the name that is one; "" for nowhere.

    An address that somebody gave for their account makes nobody the holder of what is another's.
    """
    folded = holder.casefold()
    account = next((one for name, one in people.items() if name.casefold() == folded), None)
    if account is not None and account.wishes.address:
        return account.wishes.address
    return holder if looks_like_address(holder) and is_within(holder, domains) else ""


def for_holder(one: Happening, people: Mapping[str, Person], domains: Collection[str], made: Notice) -> list[Notice]:
    """The notice to who is asked to accept an asset by something that happened."""
    if one.came_to(_STATE) != _WAITING:
        return []
    address = address_of(one.record.value("holder"), people, domains)
    uid = uid_of(one.uid, "mail", f"{ASKED} {address}")
    return [replace(made, uid=uid, target=address, kind=ASKED)] if address else []


def reminder(record: Record, address: str, turn: int, now: int) -> Notice:
    """The notice that reminds a holder for the `turn`-th time."""
    said = f"{record.uid} {record.value(_SINCE)} {turn}"
    told = Told(said, now, "server", REMINDER)
    uid = uid_of(said, "mail", address)
    return Notice(uid, "mail", address, REMINDER, record.number, record.uid, told, now, now)


def is_waiting(record: Record | None, address: str, people: Mapping[str, Person], domains: Collection[str]) -> bool:
    """Whether an asset still waits for who is reached by an address."""
    if record is None or record.value(_STATE) != _WAITING:
        return False
    return address_of(record.value("holder"), people, domains) == address


def acceptance_mail(record: Record, token: str, stamp: Stamp, *, is_reminder: bool) -> EmailMessage:
    """The mail: what was given, and where to read the terms and sign. The token is in the part that no server sees."""
    link = f"{stamp.url}/accept#{token}"
    title = record.value("title")
    made = blank_mail(stamp, f"{'Reminder: please' if is_reminder else 'Please'} accept {title} ({record.number})")
    facts = [(label, record.value(name)) for label, name in _FACTS if record.value(name)]
    ask = "Please read the terms and say whether you accept it:"
    since = f"It has waited since {record.value(_SINCE)[:10]}." if is_reminder else ""
    made.set_content(_plain(title, facts, since, (ask, link)))
    made.add_alternative(_html(title, facts, since, (ask, link)), subtype="html")
    return made


_FACTS = (("Asset tag", "asset_tag"), ("Model", "model"), ("Serial number", "serial_number"), ("For", "holder"),
          ("To be returned by", "due_back"))  # fmt: skip
_NOT_YOURS = "If you were not given it, open the link and refuse it with the reason."
Facts = Sequence[tuple[str, str]]


def _plain(title: str, facts: Facts, since: str, asked: tuple[str, str]) -> str:
    told = "\n".join(f"  {label}: {value}" for label, value in facts)
    parts = (f"You were given: {title}", told, since, "\n".join(asked), _NOT_YOURS)
    return "\n\n".join(part for part in parts if part) + "\n"


def _html(title: str, facts: Facts, since: str, asked: tuple[str, str]) -> str:
    rows = "".join(
        f"<tr><th scope='row' align='left'>{label}</th><td>{escape(value)}</td></tr>" for label, value in facts
    )
    link = escape(asked[1])
    told = "".join(f"<p>{escape(text)}</p>" for text in (since, asked[0]) if text)
    body = f"<h2>You were given: {escape(title)}</h2><table>{rows}</table>{told}<p><a href='{link}'>{link}</a></p>"
    return f'<!doctype html><html lang="en"><body>{body}<p>{_NOT_YOURS}</p></body></html>\n'


def _said(record: Record) -> str:
    return "\x1f".join((record.uid, record.value(_SINCE), record.value("holder").casefold()))
