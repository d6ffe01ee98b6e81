"""What a description says where no rule knows its form: a model, a serial number, a version."""

import re

from discovery_agent.snmp.own_objects import is_version
from discovery_agent.snmp.values import said

KERNEL = re.compile(r"^(?P<os>Linux|FreeBSD|OpenBSD|NetBSD|SunOS|DragonFly|Darwin) \S+ (?P<version>\d\S*)")
_MODEL = re.compile(
    r"\b(?:model|hardware|prod(?:uct)?|type|platform)(?: name)?\s*[:=\[]\s*(?P<model>[^\s,;)\]]+)", re.IGNORECASE
)
_SERIES = re.compile(  # a description starts with a name and a number, which is no version of what is named
    r"\W*(?P<model>(?!(?i:\w*os|version|ver|release|rev|build|software|firmware|hardware|layer)\b)"
    r"(?:[A-Za-z][A-Za-z-]+ )?"
    r"(?:[A-Za-z][A-Za-z-]+ \d{1,4}[A-Za-z]{1,3}(?: \d{3,5})?|[A-Z][A-Z-]*[a-z][A-Za-z-]* \d{3,5}))(?=[\s,;]|$)"
)
_SERIAL = re.compile(
    r"\b(?:s/?n|ser(?:ial)?[ .]*(?:no|number|num|#)?)\s*\.?[:=#]\s*(?P<serial>[A-Z0-9][\w-]{4,})", re.IGNORECASE
)
_MODEL_WORD = re.compile(r"(?=[^\s,;]*[A-Za-z])(?=[^\s,;]*\d)[A-Za-z0-9][\w.+/()-]{2,}")
_NO_MODEL = re.compile(
    r"v?\d+(?:\.\w+)+|v\d+|\d+(?:st|nd|rd|th|g|gb|mb|port|ports|[-_]port\S*)|snmpv?\d.*|x86.*|i\d86|l[23]",
    re.IGNORECASE,
)
_MODEL_WORDS = 3  # a model stands at the start of a description
_VERSION = re.compile(
    r"\b(?:software|firmware|sw|fw|system|os)?[ _-]*(?:version|ver|release|revision|rev|firmware|fw|sw)\b[.:]?\s*"
    r"(?:is\s+)?[:=]?\s*v?(?P<version>(?:[A-Z]{1,3}\.)?\d+(?:\.\w+)+[^\s,;)]*)|\bv(?P<short>\d+(?:\.\d+)+[^\s,;)]*)",
    re.IGNORECASE,
)
_BENEATH = re.compile(
    r"\b(?:linux|kernel|u-boot|boot\w*|rom)\W*$", re.IGNORECASE
)  # what a version is not the device's of
_NUMBERS = re.compile(r"(?:^|[\s,;(])(?P<version>(?:[A-Z]{1,3}\.)?\d+(?:\.\w+){2,}(?:-[\w.]+)?)(?=[\s,;)]|$)")


def model_said(description: str) -> str | None:
    """A model that a description names as such, else a series with its number or a word at its start that looks so."""
    named = _group(_MODEL, description, "model")
    if named or KERNEL.match(description) or "Windows" in description:
        return named
    series = _SERIES.match(description)
    words = [word.strip('"\\(),;:') for word in description.split()[:_MODEL_WORDS]]
    return series["model"] if series else next(filter(_looks_like_model, words), None)


def _looks_like_model(word: str) -> bool:
    return bool(_MODEL_WORD.fullmatch(word)) and not _NO_MODEL.fullmatch(word)


def serial_said(description: str) -> str | None:
    """A serial number that a description names as such."""
    return _group(_SERIAL, description, "serial")


def _group(pattern: re.Pattern[str], text: str, name: str) -> str | None:
    match = pattern.search(text)
    return said(match[name].encode()) if match else None


def version_said(description: str) -> str | None:
    """A version that a description names as such, else one that looks like one and is not of what is beneath it."""
    match = _VERSION.search(description)
    if match:
        return match["version"] or match["short"]
    found = (each for each in _NUMBERS.finditer(description) if not _BENEATH.search(description[: each.start() + 1]))
    return next((each["version"] for each in found if is_version(each["version"])), None)
