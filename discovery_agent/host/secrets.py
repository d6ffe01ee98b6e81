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
_MAY_GIVE_ONE = re.compile(r"^-(?:u$|-user$|-proxy-user$|p)", re.MULTILINE)
_PASSWORD_PROGRAMS = re.compile(r"^(?:mysql|maria|sshpass|7z)")
_JSON_WEB_TOKEN = re.compile(r"\beyJ[\w-]{8,4096}\.[\w-]+(?:\.[\w-]*)?")
_RANDOM = re.compile(r"^(?=[^a-z]*[a-z])(?=[^A-Z]*[A-Z])(?=\D*\d)[A-Za-z0-9+_=\-]+$")
_SETTINGS = frozenset(("--auth-type", "--auth-method", "--authenticator", "--token-ttl", "--author"))


def mask_secrets(arguments: list[str]) -> list[str]:
    """A command line with `***` in the place of what looks like a password, token or key."""
    program = arguments[0].rpartition("/")[2] if arguments else ""
    folded = "\n".join(arguments).lower()
    if not any(trace in folded for trace in TRACES) and not _MAY_GIVE_ONE.search(folded):
        return [MASK if _is_random(argument) else argument for argument in arguments]  # nine of ten command lines
    masked: list[str] = []
    before = ""
    for argument in arguments:
        masked.append(_mask(argument, before, program))
        before = argument
    return masked


def _mask(argument: str, before: str, program: str) -> str:
    if before.startswith("-") and _is_named(argument, before):
        return MASK
    if before in _LOGIN_OPTIONS and ":" in argument and "/" not in argument:
        return f"{argument.partition(':')[0]}:{MASK}"
    if before == "-p" and program == "sshpass":
        return MASK
    if argument.startswith("-p") and len(argument) > len("-p") and _PASSWORD_PROGRAMS.match(program):
        return f"-p{MASK}"
    return _mask_inside(argument)


def _is_named(argument: str, before: str) -> bool:
    """Whether the option before an argument says that it is a secret."""
    return bool(_OPTION.match(before)) and before not in _SETTINGS and not argument.startswith("-")


def _is_random(argument: str) -> bool:
    return len(argument) >= _SHORTEST_RANDOM and bool(_RANDOM.match(argument))


def _mask_inside(argument: str) -> str:
    if _is_random(argument):
        return MASK
    folded = argument.lower()
    if not any(trace in folded for trace in TRACES):
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
