"""Secrets in lines of configuration files, as a recording of a scan may not keep them."""

import re
from collections.abc import Iterable, Iterator

from discovery_agent.host.later import later
from discovery_agent.host.secrets import MASK, TRACES, WORD, mask_logins

_PASSES = "".join(f"(?<!{name})" for name in ("proxy", "proxy_", "fastcgi_", "uwsgi_", "scgi_", "grpc_", "memcached_"))
_SHORT = rf"[\w.\-]*{_PASSES}(?:pass|pw|psk|key)(?![\w.\-])"
_KEY = r"(?=[\w.\-]*?key(?!cloak|board|space))[\w.\-]+(?=[\"']?\s*[=:])"
_QUOTED = r"\"(?:[^\"\\]|\\.)+\"|'(?:[^'\\]|\\.)+'"
# What is not quoted goes on until another name and value: a password may hold blanks and commas.
_PLAIN = r"[^\s,;}]+(?:[\s,;}]+(?![\"']?[\w.\-]+[\"']?\s*[=:])[^\s,;}]+)*"
_NAME = rf"(?<![\w.\-])(?:{WORD}|{_SHORT}|{_KEY})[\"']?"
_SAID = re.compile(rf"({_NAME}(?:\s*[=:]\s*|\s+))({_QUOTED}|{_PLAIN})", re.IGNORECASE)
_TRACES = (*(trace for trace in TRACES if not trace.startswith("pass")), "pass", "pw", "psk", "$")
_CRYPT = re.compile(r"\$(?:1|2[abxy]?|5|6|7|y|gy|apr1|argon2\w*|scrypt)\$[\w./$=,+\-]{8,}")
_RULE = re.compile(r"(?<=\s)[<>#!]\S+")  # of a user of Redis: >PASSWORD, #HASH
_SHORTEST_KEY = 40
_KEY_LINE = re.compile(r"(?!/)[A-Za-z0-9+/=_\-]+")
_KEY_VALUE = re.compile(r"[=:]\s*[\"']?[A-Za-z0-9+_\-][A-Za-z0-9+/_\-]{63,}=*[\"']?\s*$")
_OPENS = re.compile(rf"{_NAME}\s*[=:]\s*([|>][+\-\d]{{0,2}}|\\)?$", re.IGNORECASE)
_NAMES_MORE = re.compile(r"\s*(?:-\s+)*[\"']?[\w.\-]+[\"']?\s*[=:]")
_COPIES = later(r"/master(?:-[^/]*)?\.info\Z")  # of MariaDB, one for each primary
_MASTER_HOST, _MASTER_PORT = 3, 6  # lines of such a file; the password has one to itself


def mask_lines(path: str, lines: Iterable[str]) -> Iterator[str]:
    """The lines of a file, those of a key or of a secret of several lines among them masked."""
    opened: tuple[int, bool] | None = None
    is_key = False
    for place, line in enumerate(lines):
        indent = len(line) - len(line.lstrip())
        if opened and line.strip() and (indent <= opened[0] or (not opened[1] and _NAMES_MORE.match(line))):
            opened = None
        is_key = (is_key or "-----BEGIN" in line) and "-----END" not in line
        is_other = _COPIES().search(path) and place not in (_MASTER_HOST, _MASTER_PORT)
        if line.strip() and (opened or is_other or (is_key and "-----" not in line)):
            yield line[:indent] + MASK
            continue
        opens = _OPENS.search(line.rstrip())
        opened = (indent, bool(opens[1])) if opens else opened
        yield mask_line(line)


def mask_line(line: str) -> str:
    """A line of a configuration file with `***` in the place of what looks like a secret, whatever separates them."""
    plain = line.strip()
    if len(plain) >= _SHORTEST_KEY and (_KEY_LINE.fullmatch(plain) or _KEY_VALUE.search(plain)):
        return MASK
    if plain.startswith("user "):
        line = _RULE.sub(MASK, line)
    folded = line.lower()
    if not any(trace in folded for trace in _TRACES):
        return line
    return _CRYPT.sub(MASK, _SAID.sub(_masked_value, mask_logins(line)))


def _masked_value(found: re.Match[str]) -> str:
    """A value that is masked within its quotes, so that the file is still what it was."""
    quote = found[2][0] if found[2][0] in "\"'" and len(found[2]) > 1 and found[2][-1] == found[2][0] else ""
    return f"{found[1]}{quote}{MASK}{quote}"
