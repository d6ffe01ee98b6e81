"""The mail that tells who opened an incident by mail its number: once, to the address of their account."""

from collections.abc import Mapping
from dataclasses import replace
from email.message import EmailMessage

from cmdb_server.itsm.record import Record
from cmdb_server.mail_in.arrivals import Arrival
from cmdb_server.notifications.composing import Stamp, blank_mail, head_of
from cmdb_server.notifications.notices import Notice, Told, uid_of
from cmdb_server.notifications.people import Person
from cmdb_server.notifications.telling import path_of

KIND = "mail_taken"


def answer_notice(arrival: Arrival, person: str, now: int) -> Notice:
    """The notice of a mail that has opened a record."""
    told = Told(arrival.uid, now, person, KIND)
    return Notice(
        uid_of(arrival.uid, "mail", person), "mail", person, KIND, arrival.number, arrival.uid, told, now, now
    )


def answer_mail(
    notice: Notice, people: Mapping[str, Person], stamp: Stamp, of: tuple[Arrival, Record]
) -> EmailMessage | None:
    """Its mail, in the thread of the record and of what they wrote; None where there is nowhere to send it."""
    person, (arrival, record) = people.get(notice.target), of
    if person is None or not person.reads or not person.wishes.address:
        return None
    stamped = replace(stamp, address=person.wishes.address)
    made = blank_mail(stamped, f"[{record.number}] {record.value('title')}")
    made.replace_header("Auto-Submitted", "auto-replied")
    written = f"<{arrival.message_id}>" if arrival.message_id.isascii() else ""
    head = head_of(record.number, stamped.domain)
    made["In-Reply-To"] = written or head
    made["References"] = f"{head} {written}".strip()
    left_out = "".join(f"\n  {one}" for one in arrival.left_out)
    made.set_content(
        f"Your mail is incident {record.number}: {stamp.url}{path_of(record)}\n\n"
        "Answer this mail to add to it.\n" + (f"\nNot kept of what you sent:{left_out}\n" if left_out else "")
    )
    return made
