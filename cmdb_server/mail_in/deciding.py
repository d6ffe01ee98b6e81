"""Why a mail is refused, from its head and what is known of who wrote it. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from cmdb_server.mail_in.heading import Heading

Reason = Literal[
    "automatic", "own", "nobody", "unproven", "unknown_sender", "several_accounts", "no_right", "too_fast", "too_large",
    "unreadable", "empty", "record_refused",
]  # fmt: skip
REASONS: Sequence[Reason] = get_args(Reason)
MOST_BYTES = 20 << 20
MOST_AN_HOUR = 30
_PASSED = re.compile(r";\s*dmarc=pass\b", re.IGNORECASE)


class Refused(NamedTuple):
    """Why a mail is not taken: a code, and in words with what to do."""

    reason: Reason
    words: str


@dataclass(frozen=True)
class Known:
    """What is known when a mail comes: its bytes, our address, accounts with the sender's address, mails of the hour.

    `may`: whether the one account may read records; `proved_by`: the mail server whose word on senders counts, "" for
    none; `is_ours`: whether we sent a mail of that Message-ID.
    """

    size: int
    own_address: str
    accounts: Sequence[str]
    recent: int
    proved_by: str = ""
    may: bool = True
    is_ours: bool = False


def refusal(heading: Heading, known: Known) -> Refused | None:
    """Why a mail is refused by its head, None where it is not."""
    if known.is_ours or (known.own_address and heading.sender == known.own_address.lower()):
        return Refused("own", "this server sent it; a rule that forwards its mail to it makes a loop")
    if heading.machine:
        return Refused("automatic", f"a machine sent it ({heading.machine}); machines use the API")
    if "@" not in heading.sender:
        return Refused("nobody", "it names no sender")
    return _of_sender(heading, known) or _of_amount(known)


def _of_sender(heading: Heading, known: Known) -> Refused | None:
    if known.proved_by and not _is_proved(heading, known.proved_by):
        told = f"{known.proved_by} does not say that {heading.sender} sent it (dmarc=pass)"
        return Refused("unproven", f"{told}; see CMDB_IMAP_PROVED_BY")
    if not known.accounts:
        told = f"no account has the address {heading.sender}"
        return Refused("unknown_sender", f"{told}; give it to one (`cmdb notify set NAME --address`), then take it")
    if len(known.accounts) > 1:
        told = f"{', '.join(sorted(known.accounts)[:5])} have the address {heading.sender}"
        return Refused("several_accounts", f"{told}; leave it with one of them, then take it")
    if not known.may:
        return Refused("no_right", f"{known.accounts[0]} may not read records; give a role that may")
    return None


def _of_amount(known: Known) -> Refused | None:
    if known.size > MOST_BYTES:
        return Refused("too_large", f"it has {known.size} bytes, of which {MOST_BYTES} are taken")
    if known.recent >= MOST_AN_HOUR:
        return Refused("too_fast", f"more than {MOST_AN_HOUR} mails of one sender within an hour; take it later")
    return None


def _is_proved(heading: Heading, server: str) -> bool:
    """Whether the topmost word of a server says so (RFC 8601): those below may be the sender's own."""
    first = next(iter(heading.proofs), "")
    return first.split(";")[0].split(" ")[0].strip().lower() == server.lower() and bool(_PASSED.search(first))
