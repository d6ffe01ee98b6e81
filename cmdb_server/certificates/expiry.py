"""How far away the expiry of a certificate is, and when it is worth a word."""

from datetime import datetime
from typing import Literal, TypeAlias

State: TypeAlias = Literal["expired", "soon", "later"]
DAYS_TOLD = (30, 14, 7, 1, 0)
SOON = DAYS_TOLD[0]
NEVER_TOLD = DAYS_TOLD[0] + 1
_DAY = 86_400 * 1_000_000


def microseconds_of(not_after: str) -> int | None:
    """The time of an expiry as it is stored; None for what is none."""
    try:
        return int(datetime.fromisoformat(not_after).timestamp()) * 1_000_000
    except ValueError:
        return None


def days_left(expires_at: int, now: int) -> int:
    """The whole days until an expiry, below 0 once it is over; times in microseconds."""
    return (expires_at - now) // _DAY


def state_of(days: int) -> State:
    """Whether a certificate has expired, does so soon, or later."""
    return "expired" if days < 0 else "soon" if days <= SOON else "later"


def stage_of(days: int) -> int:
    """The last number of days at which something is to be told, NEVER_TOLD before the first."""
    return min((stage for stage in DAYS_TOLD if days <= stage), default=NEVER_TOLD)


def in_words(days: int, date: str) -> str:
    """When it expires: expires in 3 days, on 2027-01-31."""
    if days < 0:
        return f"expired on {date}"
    return f"expires within a day, on {date}" if days == 0 else f"expires in {days} day{'s' * (days > 1)}, on {date}"
