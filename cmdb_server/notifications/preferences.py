"""What a person wishes to be told, how soon and where: data with its checks. Pure."""

import re
from collections.abc import Collection, Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.notifications.kinds import BY_NAME, Mode, NoticeKind
from cmdb_server.service_levels.calendars import minute_of

# As far as mail systems agree; whether it takes mail is shown by a message to it.
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)*[A-Za-z0-9-]{1,63}", re.ASCII)
_LONGEST = 254
_MODES = ("now", "digest", "never")


class Preferences(msgspec.Struct, frozen=True):
    """Where mail goes ("": nowhere), the person's time zone, quiet hours and time of the digest (HH:MM on the wall).

    Without `quiet_from` there are no quiet hours. `modes` by kind, where somebody said otherwise.
    """

    address: str = ""
    time_zone: str = "UTC"
    quiet_from: str = ""
    quiet_until: str = ""
    digest_at: str = "08:00"
    modes: Mapping[str, Mode] = msgspec.field(default_factory=dict[str, Mode])

    def mode(self, kind: NoticeKind) -> Mode:
        """How soon the person is told of a kind."""
        return self.modes.get(kind.name, kind.mode)


class PreferencesRefusedError(CmdbError):
    """Wishes that cannot be followed."""

    def __init__(self, error: FieldError) -> None:
        """422, with the field that is wrong."""
        message = f"{error.field} {error.value!r} {error.message}; {error.remedy}"
        super().__init__(message, 422, "preferences_refused", (error,))


def check(wanted: Preferences, domains: Collection[str]) -> None:
    """Raise PreferencesRefusedError; addresses are of the `domains`, any where there are none."""
    if error := _wrong_address(wanted.address, domains) or _wrong_times(wanted) or _wrong_modes(wanted.modes):
        raise PreferencesRefusedError(error)


def looks_like_address(text: str) -> bool:
    """Whether a text is a mail address by its form."""
    return len(text) <= _LONGEST and ADDRESS.fullmatch(text) is not None


def is_within(address: str, domains: Collection[str]) -> bool:
    """Whether mail may go to an address: to those of the `domains`, to any where there are none."""
    return not domains or address.rpartition("@")[2].casefold() in {one.casefold() for one in domains}


def _wrong_address(address: str, domains: Collection[str]) -> FieldError | None:
    if not address:
        return None
    if not looks_like_address(address):
        return FieldError("address", address[:100], "is no mail address", "give one such as eva@example.net")
    if not is_within(address, domains):
        remedy = f"give one of {', '.join(sorted(domains))}, or ask the operator (CMDB_MAIL_DOMAINS)"
        return FieldError("address", address[:100], "is outside of where mail may go", remedy)
    return None


def _wrong_times(wanted: Preferences) -> FieldError | None:
    try:
        ZoneInfo(wanted.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return FieldError("time_zone", wanted.time_zone[:100], "is no time zone", "give one such as Europe/Oslo")
    for name in ("quiet_from", "quiet_until", "digest_at"):
        text = getattr(wanted, name)
        if (text or name == "digest_at") and not _is_time(text):
            return FieldError(name, text[:100], "is no time of day", "give it as HH:MM, e.g. 22:00")
    if bool(wanted.quiet_from) != bool(wanted.quiet_until):
        name = "quiet_until" if wanted.quiet_from else "quiet_from"
        return FieldError(name, "", "is missing", "give both ends of the quiet hours, or neither")
    return None


def _wrong_modes(modes: Mapping[str, str]) -> FieldError | None:
    for name, mode in modes.items():
        if name not in BY_NAME:
            return FieldError("modes", name[:100], "is no kind of notice", f"give some of {', '.join(BY_NAME)}")
        if mode not in _MODES:
            remedy = f"give one of {', '.join(_MODES)}"
            return FieldError(f"modes.{name}", mode[:100], "is no way of being told", remedy)
    return None


def _is_time(text: str) -> bool:
    try:
        return minute_of(text) < 24 * 60
    except ValueError:
        return False
