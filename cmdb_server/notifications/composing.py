"""A mail: plain text and HTML, with what holds a thread together and keeps machines from answering. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from html import escape

from cmdb_server.notifications.telling import Letter
from cmdb_server.timestamps import moment_of, rfc3339

_DEFAULT_SUBJECT = "[{number}] {title}"


@dataclass(frozen=True)
class Stamp:
    """What a mail is sent with: from whom, to whom, under which id (no brackets), when, and where pages are."""

    sender: str
    address: str
    message_id: str
    at: int
    url: str

    @property
    def domain(self) -> str:
        """The domain of Message-IDs: that of the sender."""
        return self.sender.rpartition("@")[2] or "localhost"


def mail(letter: Letter, stamp: Stamp) -> EmailMessage:
    """The mail of one thing that happened; all mails of a record hang together."""
    made = blank_mail(stamp, _DEFAULT_SUBJECT.format(number=letter.number, title=letter.title))
    # The head of the thread is never sent: clients hang together what refers to the same id.
    head = head_of(letter.number, stamp.domain)
    made["In-Reply-To"] = head
    made["References"] = head
    return _filled(made, [letter], stamp)


def head_of(number: str, domain: str) -> str:
    """The Message-ID that all mails of a record refer to, in brackets: an answer is known by it."""
    return f"<{number}.record@{domain}>"


def number_in(message_id: str, domain: str) -> str:
    """The number of the record that a Message-ID (no brackets) is the head of, "" for none of ours."""
    number, sign, rest = message_id.partition(".record@")
    return number if sign and rest.lower() == domain.lower() else ""


def digest(letters: Sequence[Letter], stamp: Stamp) -> EmailMessage:
    """One mail of several things that happened, by record in the order in which they happened."""
    count = len({letter.number for letter in letters})
    records = "1 record" if count == 1 else f"{count} records"
    made = blank_mail(stamp, f"What happened to {records}")
    return _filled(made, sorted(letters, key=lambda one: (one.number, one.at)), stamp)


def trial_mail(stamp: Stamp) -> EmailMessage:
    """A mail that says that mail arrives."""
    made = blank_mail(stamp, "Plumbline: a test of mail")
    made.set_content(f"Mail of this server arrives: {stamp.url}\n")
    return made


def blank_mail(stamp: Stamp, subject: str) -> EmailMessage:
    """A mail without a body."""
    made = EmailMessage(policy=SMTP)
    made["From"] = formataddr(("Plumbline", stamp.sender))
    made["To"] = stamp.address
    # What somebody writes is no encoded word (RFC 2047): decoded it would be another title, or none that can be sent.
    made["Subject"] = " ".join(subject.replace("=?", "= ?").split())
    made["Date"] = format_datetime(moment_of(stamp.at))
    made["Message-ID"] = f"<{stamp.message_id}@{stamp.domain}>"
    # RFC 3834: no out-of-office answers, and no mail loop with another machine.
    made["Auto-Submitted"] = "auto-generated"
    made["X-Auto-Response-Suppress"] = "All"
    return made


def _filled(made: EmailMessage, letters: Sequence[Letter], stamp: Stamp) -> EmailMessage:
    account = f"{stamp.url}/account"
    parts = [*(_plain(one, stamp.url) for one in letters), f"What you are told: {account}"]
    made.set_content("\n\n".join(parts) + "\n")
    body = "".join(_html(one, stamp.url) for one in letters)
    foot = f'<p style="color:#52606D">What you are told: <a href="{escape(account)}">{escape(account)}</a></p>'
    made.add_alternative(f'<!doctype html><html lang="en"><body>{body}{foot}</body></html>\n', subtype="html")
    return made


def _plain(letter: Letter, url: str) -> str:
    head = f"{letter.number} {letter.title}\n{_facts(letter)}\n\n{letter.headline} ({rfc3339(letter.at)})"
    lines = "\n".join(f"  {one.label}: {one.before or '-'} -> {one.after or '-'}" for one in letter.lines)
    return "\n\n".join(part for part in (head, letter.text, lines, f"{url}{letter.path}") if part)


def _html(letter: Letter, url: str) -> str:
    link = escape(f"{url}{letter.path}")
    rows = "".join(
        f"<tr><th scope='row' align='left'>{escape(one.label)}</th><td>{escape(one.before) or '-'}</td>"
        f"<td>→ {escape(one.after) or '-'}</td></tr>"
        for one in letter.lines
    )
    told = "".join(f"<p>{escape(part)}</p>" for part in letter.text.split("\n") if part.strip())
    return (
        f'<h2><a href="{link}">{escape(letter.number)}</a> {escape(letter.title)}</h2><p>{escape(_facts(letter))}</p>'
        f"<p><strong>{escape(letter.headline)}</strong> {rfc3339(letter.at)}</p>{told}"
        + (f"<table>{rows}</table>" if rows else "")
    )


def _facts(letter: Letter) -> str:
    return f"{letter.type_label}, priority {letter.priority}, {letter.state.lower()}"
