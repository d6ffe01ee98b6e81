"""Secrets in command lines: masked while they are read, so that no reading, recording or report holds one."""

import re

MASK = "***"
TRACES = ("passw", "passphrase", "pwd", "secret", "token", "key", "credential", "auth", "://", "eyj")
_SHORTEST_RANDOM = 32
_MARK = r"(?:passw|passphrase|pwd|secret|token|(?:api|access|account|private|signing)_?-?key|credential|auth)"
WORD = rf"(?=[\w.\-]*?{_MARK})[\w.\-]+"  # looked ahead, as going through a long one again and again takes minutes
_NAMED = re.compile(rf"^(-{{0,2}}{WORD})([=:])(.+)$", re.IGNORECASE | re.DOTALL)
_OPTION = re.compile(rf"^--?{WORD}$", re.IGNORECASE)
_INSIDE = re.compile(rf"((?:^|[?&;,\s\"'{{]){WORD}[\"']?\s*[=:]\s*)(\"[^\"]*\"|'[^']*'|[^\s&;,\"'}}]+)", re.IGNORECASE)
_WITH_LOGIN = re.compile(r"[^\s\"'<>]+")
_SHORTEST_LOGIN = 20  # one without a password that is this long is a token
_LOGIN_OPTIONS = frozenset(("-u", "--user", "--proxy-user"))
_LOGIN = re.compile(r"^(-u|--user=|--proxy-user=)([^:/]+):(?=.)", re.DOTALL)
_MAY_GIVE_ONE = re.compile(r"^-(?:[upacwxk]|-user|-proxy-user|-pass$)", re.MULTILINE)
_PASSWORD_PROGRAMS = re.compile(r"^(?:mysql|maria|sshpass|7z)")
# Programs and those of their options after which a secret stands.
_SECRET_OPTIONS = (
    (re.compile(r"^(?:redis|valkey)-"), frozenset(("-a", "--pass"))),
    (re.compile(r"^(?:sshpass|mongo|rabbitmqadmin)"), frozenset(("-p",))),
    (re.compile(r"^ldap"), frozenset(("-w",))),
    (re.compile(r"^snmp(?!d|trapd)"), frozenset(("-c", "-A", "-X"))),
    (re.compile(r"^openssl$"), frozenset(("-k", "-K", "-pass", "-passin", "-passout"))),
    (re.compile(r"^zip$"), frozenset(("-P",))),
)
_MOST_BEFORE = 8  # words before a program that others start: sudo -u backup nice -n 10 mysqldump
_JSON_WEB_TOKEN = re.compile(r"\beyJ[\w-]{8,4096}\.[\w-]+(?:\.[\w-]*)?")
_RANDOM = re.compile(r"^(?=[^a-z]*[a-z])(?=[^A-Z]*[A-Z])(?=\D*\d)[A-Za-z0-9+_=\-]+$")
_SETTINGS = frozenset(("--auth-type", "--auth-method", "--authenticator", "--token-ttl", "--author"))


def mask_secrets(arguments: list[str]) -> list[str]:
    """A command line with `***` in the place of what looks like a password, token or key."""
    folded = "\n".join(arguments).lower()
    if not _has_trace(folded) and not _MAY_GIVE_ONE.search(folded):
        return [MASK if _is_random(argument) else argument for argument in arguments]  # nine of ten command lines
    programs = [argument.rpartition("/")[2] for argument in arguments[:_MOST_BEFORE]]
    takes_joined = any(map(_PASSWORD_PROGRAMS.match, programs))
    options = {name for known, names in _SECRET_OPTIONS if any(map(known.match, programs)) for name in names}
    masked: list[str] = []
    before = ""
    for argument in arguments:
        is_secret = before in options or (takes_joined and argument.startswith("-p") and argument != "-p")
        masked.append(_masked_value(argument) if is_secret else _mask(argument, before))
        before = argument
    return masked


def _masked_value(argument: str) -> str:
    """What a program takes for a secret: an argument of its own, or what stands behind the letter of its option."""
    return f"-p{MASK}" if argument.startswith("-p") else MASK


def _mask(argument: str, before: str) -> str:
    if before.startswith("-") and _is_named(argument, before):
        return MASK
    if before in _LOGIN_OPTIONS and ":" in argument and "/" not in argument:
        return f"{argument.partition(':')[0]}:{MASK}"
    if login := _LOGIN.match(argument):
        return f"{login[0]}{MASK}"
    return _mask_inside(argument)


def _is_named(argument: str, before: str) -> bool:
    """Whether the option before an argument says that it is a secret."""
    return bool(_OPTION.match(before)) and before not in _SETTINGS and not argument.startswith("-")


def _has_trace(folded: str) -> bool:
    """Whether a text can hold a secret at all; a loop, as a generator costs more than what it looks for."""
    for trace in TRACES:  # noqa: SIM110 - see above
        if trace in folded:
            return True
    return False


def _is_random(argument: str) -> bool:
    return len(argument) >= _SHORTEST_RANDOM and bool(_RANDOM.match(argument))


def _mask_inside(argument: str) -> str:
    if _is_random(argument):
        return MASK
    if not _has_trace(argument.lower()):
        return argument  # nine in ten; the expressions below cost ten times as much
    named = _NAMED.match(argument)
    if named and named[1] not in _SETTINGS:
        return f"{named[1]}{named[2]}{MASK}"
    return _INSIDE.sub(rf"\1{MASK}", mask_logins(argument))


def mask_logins(text: str) -> str:
    """A text with logins of URLs and web tokens masked."""
    kept = _WITH_LOGIN.sub(_masked_login, text) if "://" in text and "@" in text else text
    return _JSON_WEB_TOKEN.sub(MASK, kept)


def _masked_login(found: re.Match[str]) -> str:
    """A word up to its last @ without the password of a URL, which may hold slashes and @ itself."""
    head, at, tail = found[0].rpartition("@")
    parts = head.split("://") if at else []
    for place, part in enumerate(parts[1:], 1):
        user, colon, password = part.partition(":")
        is_last = place == len(parts) - 1
        if "/" in user or "@" in user:
            continue
        if colon and (password or not is_last):
            return f"{'://'.join(parts[:place])}://{user}:{MASK}@{tail}"
        if is_last and len(user) >= _SHORTEST_LOGIN:
            return f"{'://'.join(parts[:place])}://{MASK}@{tail}"
    return found[0]
