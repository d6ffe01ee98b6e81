"""Secrets in lines of configuration files, as a recording of a scan may not keep them."""

import re

from discovery_agent.host.secrets import JSON_WEB_TOKEN, MASK, TRACES, URL_LOGIN, WORD

_SAID = re.compile(
    rf"((?:{WORD}|masterauth|requirepass)[\"']?\s*[=:\s]\s*)(\"[^\"]+\"|'[^']+'|[^\s,;}}]+)", re.IGNORECASE
)
_SHORTEST_KEY = 40
_KEY_LINE = re.compile(r"(?!/)[A-Za-z0-9+/=_\-]+")


def mask_line(line: str) -> str:
    """A line of a configuration file with `***` in the place of what looks like a secret, whatever separates them."""
    plain = line.strip()
    if len(plain) >= _SHORTEST_KEY and _KEY_LINE.fullmatch(plain):
        return MASK
    folded = line.lower()
    if not any(trace in folded for trace in (*TRACES, "requirepass")):
        return line
    kept = URL_LOGIN.sub(rf"\1:{MASK}@", line)
    return JSON_WEB_TOKEN.sub(MASK, _SAID.sub(_masked_value, kept))


def _masked_value(found: re.Match[str]) -> str:
    """A value that is masked within its quotes, so that the file is still what it was."""
    quote = found[2][0] if found[2][0] in "\"'" and len(found[2]) > 1 and found[2][-1] == found[2][0] else ""
    return f"{found[1]}{quote}{MASK}{quote}"
