"""What a device of a maker without rules of its own says below the maker's number: its model and its version by form.

Names of such objects are known to their maker only. But most of them tell first what the device is, and a model and a
version look like nothing else. A serial number does not: part numbers look the same, and one that many devices share
would make them one.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from discovery_agent.snmp.enterprises import GENERIC, number_of
from discovery_agent.snmp.facts import Facts
from discovery_agent.snmp.values import said
from discovery_agent.snmp.walk import ENTERPRISES, Walk

OBJECTS = 400  # of a maker's subtree, enough for what the device says of itself
_TEXTS, _FIRST = 40, 4  # texts among which a version is looked for, and a model
_LONGEST, _WORDS = 48, 3
_VERSION = re.compile(
    r"(?i:(?:firmware|software|system|version|release|ver|rev|fw|sw)[ .:_-]*)*(?:[A-Z]{1,8}[_ ])?[A-Za-z]{0,2}\.?"
    r"\d+(?:\.\d+){1,5}(?:[-_.(]?[\w.()+-]+)?(?i:[ ,/]+\(?(?:build|rel|rev|release).*)?"
)
_MEASURED = re.compile(r"\d+\.\d+(?:[kKMGT]B?|[eE][+-]?\d+)?")
_ADDRESS = re.compile(r"[1-9]\d{1,2}(?:\.\d{1,3}){3}")  # a version with four numbers starts with a small one
_DATE = re.compile(r"(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}\b|\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d\b")
_MODEL = re.compile(r"(?=.*[A-Z])(?=.*\d)[A-Za-z][\w+./-]+(?: [\w+./-]+)*")
_LABEL = re.compile(  # of one of many parts
    r"(?:.*[ _-])?(?:ports?|sensor|channel|node|(?:in|out)put|binary|slot|shelf|outlet|fan|psu|phase|relay|alarm|probe|"
    r"eth|vlan|line|group|zone|interface|temp|card|module|cpu|disk|radio|stream)[ _-]?\d+(?:/\d+)*",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"[A-Z0-9]+")
_DIGITS_OF_A_SERIAL = 6
_HEXADECIMAL = re.compile(r"(?:[0-9a-f]{2}[ :-]?){4,}", re.IGNORECASE)


class Own(NamedTuple):
    """What a device says of itself below its maker's number."""

    model: str | None = None
    os_version: str | None = None


def own_words(walk: Walk, facts: Facts) -> Own:
    """The first text that is a version, and the first that is a model."""
    texts = list(islice(_texts(walk, facts), _TEXTS))
    return Own(next(filter(is_model, texts[:_FIRST]), None), next(filter(is_version, texts), None))


def is_version(text: str) -> bool:
    """Whether a text is a version: numbers with dots, but neither measured, an address nor a date."""
    return (
        len(text) <= _LONGEST
        and bool(_VERSION.fullmatch(text))
        and not (_MEASURED.fullmatch(text) or _ADDRESS.fullmatch(text) or _DATE.match(text))
    )


def is_model(text: str) -> bool:
    """Whether a text is a model: letters and digits, but neither a version, a serial number nor an address."""
    return (
        len(text) <= _LONGEST
        and bool(_MODEL.fullmatch(text))
        and "_" not in text
        and text.count(" ") < _WORDS
        and not (is_version(text) or _is_serial(text) or _HEXADECIMAL.fullmatch(text) or _LABEL.fullmatch(text))
    )


def _is_serial(text: str) -> bool:
    digits = sum(letter.isdigit() for letter in text)
    return bool(_CAPITALS.fullmatch(text)) and digits >= _DIGITS_OF_A_SERIAL


def _texts(walk: Walk, facts: Facts) -> Iterator[str]:
    number = number_of(facts.object_id)
    if number is None or number in GENERIC:
        return
    known = {facts.name, facts.location, facts.contact, *facts.addresses}
    known.update(entry.name for entry in facts.interfaces.values())
    for value in islice(walk.column(f"{ENTERPRISES}.{number}").values(), OBJECTS):
        text = said(value) if isinstance(value, bytes) else None
        if text and text not in known and text.strip("0."):
            yield text
