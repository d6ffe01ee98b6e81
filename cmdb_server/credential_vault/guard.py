"""The guard against lock-outs: how often an account was refused since it last worked."""

from collections.abc import Iterable
from typing import NamedTuple


class Try(NamedTuple):
    """A credential was tried on an address: it worked, or was refused; `detail` says how."""

    credential_id: str
    address: str
    at: int
    is_refused: bool
    detail: str = ""


class Account(NamedTuple):
    """Refusals of an account since it last worked."""

    failures: int = 0
    last_failure_at: int = 0
    last_failure: str = ""


def after(account: Account, tries: Iterable[Try]) -> Account:
    """An account after some tries: each refusal counts, a success forgets them."""
    for one in sorted(tries, key=lambda entry: (entry.at, entry.address)):
        if one.is_refused:
            account = Account(account.failures + 1, one.at, f"{one.address}: {one.detail}"[:300])
        else:
            account = account._replace(failures=0)
    return account
