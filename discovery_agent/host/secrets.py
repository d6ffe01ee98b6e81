"""Secrets in command lines: masked while they are read, so that no reading, recording or report holds one."""

import re

MASK = "***"
_MARK = r"(?:passw|passphrase|pwd|secret|token|api_?-?key|apikey|access_?-?key|private_?-?key|credential|auth)"
_WORD = rf"[\w.\-]*{_MARK}[\w.\-]*"
_NAMED = re.compile(rf"^(-{{0,2}}{_WORD})([=:])(.+)$", re.IGNORECASE | re.DOTALL)
_OPTION = re.compile(rf"^--?{_WORD}$", re.IGNORECASE)
_INSIDE = re.compile(rf"((?:^|[?&;,\s\"'{{]){_WORD}[\"']?\s*[=:]\s*)(\"[^\"]*\"|'[^']*'|[^\s&;,\"'}}]+)", re.IGNORECASE)
_URL_LOGIN = re.compile(r"(?<=://)([^/@\s:]*):[^/@\s]+@")
_LOGIN_OPTIONS = frozenset(("-u", "--user", "--proxy-user"))
_ATTACHED = re.compile(r"^-p.+$")
_PASSWORD_PROGRAMS = re.compile(r"^(?:mysql|maria|sshpass|7z)")
_JSON_WEB_TOKEN = re.compile(r"\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?")
_RANDOM = re.compile(r"^(?=[^a-z]*[a-z])(?=[^A-Z]*[A-Z])(?=\D*\d)[A-Za-z0-9+_=\-]{32,}$")
_SETTINGS = frozenset(("--auth-type", "--auth-method", "--authenticator", "--token-ttl", "--author"))


def mask_secrets(arguments: list[str]) -> list[str]:
    """A command line with `***` in the place of what looks like a password, token or key."""
    program = arguments[0].rpartition("/")[2] if arguments else ""
    masked: list[str] = []
    before = ""
    for argument in arguments:
        masked.append(_mask(argument, before, program))
        before = argument
    return masked


def _mask(argument: str, before: str, program: str) -> str:
    if _OPTION.match(before) and before not in _SETTINGS and not argument.startswith("-"):
        return MASK
    if before in _LOGIN_OPTIONS and ":" in argument and "/" not in argument:
        return f"{argument.partition(':')[0]}:{MASK}"
    if before == "-p" and program == "sshpass":
        return MASK
    if _ATTACHED.match(argument) and _PASSWORD_PROGRAMS.match(program):
        return f"-p{MASK}"
    return _mask_inside(argument)


def _mask_inside(argument: str) -> str:
    named = _NAMED.match(argument)
    if named and named[1] not in _SETTINGS:
        return f"{named[1]}{named[2]}{MASK}"
    if _RANDOM.match(argument):
        return MASK
    kept = _URL_LOGIN.sub(rf"\1:{MASK}@", argument)
    kept = _JSON_WEB_TOKEN.sub(MASK, kept)
    return _INSIDE.sub(rf"\1{MASK}", kept)
