"""Scripts of a shell that scheduled jobs start: their command lines, with the variables that they set themselves.

No shell is imitated: lines are taken one by one, whatever conditions they stand under, and what is only known when the
script runs stays unknown. Nothing of a script is kept but what its lines lead to.
"""

import re
from collections.abc import Iterator, Mapping

from discovery_agent.host.application import Files
from discovery_agent.host.later import later

_MOST_LINES = 2_000
_MOST_VARIABLES = 200
_MOST_SOURCED = 5
_LONGEST_VALUE, _LONGEST_LINE, _MOST_USED = 200, 4096, 64
LONGEST_SCRIPT = 1 << 16
_SHELL = later(r"#![ \t]*\S*?/(?:env[ \t]+)?(?:ba|da|k|z)?sh\b")
_PLACES = ("/etc/", "/home/", "/opt/", "/root/", "/srv/", "/usr/local/", "/var/")
_ROOTS_OWN = "/root/"
_PATH = later(r"(?<![\w./=:@-])(/[\w./+-]{1,250})")
_ASSIGNMENT = later(
    r"(?:export[ \t]+|readonly[ \t]+|local[ \t]+)?([A-Za-z_]\w{0,100})=(\"[^\"]*\"|'[^']*'|[^\s;&|]*)[ \t]*;?"
)
_USED = later(r"\$(?:\{(\w+)(?::?-([^}$]*))?\}|(\w+))")
_SOURCED = later(r"(?:\.|source)[ \t]+[\"']?(/[\w./+-]{1,250})")
_TEXT_BEGINS = later(r"<<-?[ \t]*[\"']?(\w{1,50})")
_FOLDED = later(r"\\\n")


def script_of(command: str, user: str, files: Files) -> str:
    """The text of the first script that a command line starts; "" where it starts none that may be looked into."""
    for path in _PATH().findall(command):
        if path.startswith(_PLACES) and (user == "root" or not path.startswith(_ROOTS_OWN)):
            text = files.text(path)
            if text is not None and is_script(text):
                return text
    return ""


def is_script(text: str) -> bool:
    """Whether a text is a script of a shell."""
    return len(text) <= LONGEST_SCRIPT and bool(_SHELL().match(text))


def command_lines(text: str, given: Mapping[str, str], files: Files) -> Iterator[tuple[str, dict[str, str]]]:
    """The lines of a script with the variables known there, those that a line names already put in."""
    known = dict(given)
    sourced = 0
    for line in _lines(text):
        assigned = _ASSIGNMENT().fullmatch(line)
        if assigned:
            known |= _variable(assigned, known)
            continue
        named = _SOURCED().match(line)
        if named and sourced < _MOST_SOURCED:
            sourced += 1
            for inner in _lines(files.text(named[1]) or ""):
                found = _ASSIGNMENT().fullmatch(inner)
                known |= _variable(found, known) if found else {}
        yield _filled(line, known), known


def _variable(assigned: re.Match[str], known: Mapping[str, str]) -> dict[str, str]:
    if len(known) >= _MOST_VARIABLES or len(assigned[2]) > _LONGEST_VALUE:
        return {}
    value = assigned[2]
    if value.startswith("'"):
        return {assigned[1]: value[1:-1]}
    return {assigned[1]: _filled(value.strip('"'), known)[:_LONGEST_VALUE]}


def _filled(text: str, known: Mapping[str, str]) -> str:
    """A text with the variables in it that are known; the others stay, so that they are taken for no host."""
    if text.count("$") > _MOST_USED:
        return text
    return _USED().sub(lambda found: known.get(found[1] or found[3], found[2] or found[0]), text)


def _lines(text: str) -> Iterator[str]:
    """The lines of commands: no comments, and no texts that are only printed or handed on."""
    end = ""
    for line in _FOLDED().sub(" ", text).splitlines()[:_MOST_LINES]:
        plain = line[:_LONGEST_LINE].strip()
        if end:
            end = "" if plain == end else end
        elif plain and not plain.startswith("#"):
            begins = _TEXT_BEGINS().search(plain)
            end = begins[1] if begins else ""
            yield plain
