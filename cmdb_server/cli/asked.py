"""What a command line says of an impact question: who fails, what is done, what is to be taken as different."""

import json
import re
from pathlib import Path
from typing import Annotated, Any

import typer

from cmdb_server.errors import CmdbError, FieldError

Down = Annotated[list[str] | None, typer.Option(help="A CI that is down: uid, or name where only one has it.")]
Degraded = Annotated[list[str] | None, typer.Option(help="A CI that is degraded.")]
Action = Annotated[
    list[str] | None,
    typer.Option(help="ACTION=CI: restart=db1, port_block=db1:5432, site_lost=Oslo; `cmdb actions list` has all."),
]
After = Annotated[str, typer.Option(help="How long ago the actions began: 90s, 5m, 2h, 1d.")]
With = Annotated[
    list[str] | None, typer.Option("--with", help="What if: 'SOURCE TYPE TARGET', with hard or soft behind it.")
]
Without = Annotated[list[str] | None, typer.Option(help="What if not: a CI, or 'SOURCE TYPE TARGET'.")]
NeedsOf = Annotated[list[str] | None, typer.Option("--k", help="What if GROUP=K: so many members are needed.")]
ChangesFile = Annotated[
    Path | None,
    typer.Option("--changes", help="JSON file of changes, as POST /impact takes them; -: standard input."),
]
_DURATION = re.compile(r"(\d{1,9})([smhd]?)\Z")
_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3_600, "d": 86_400}
_STRENGTHS = ("hard", "soft")
_LINK, _LINK_WITH_STRENGTH = 3, 4


class AskedError(CmdbError):
    """An option of a question is not of its form."""

    def __init__(self, option: str, text: str, remedy: str) -> None:
        """Names option, value and form."""
        error = FieldError(option, text[:100], "is not of its form", remedy)
        super().__init__(f"{option} {text!r} is not of its form; {remedy}", 422, "bad_option", (error,))


def action_of(text: str) -> dict[str, str]:
    """ACTION=CI. Raises AskedError."""
    name, mark, ci = text.partition("=")
    if not (name and mark and ci):
        raise AskedError("--action", text, "write ACTION=CI, e.g. restart=db1")
    return {"action": name, "uid": ci}


def seconds_of(text: str) -> int:
    """A duration: 90s, 5m, 2h, 1d. Raises AskedError."""
    found = _DURATION.match(text)
    if not found:
        raise AskedError("--after", text, "write a number with s, m, h or d, e.g. 5m")
    return int(found[1]) * _SECONDS[found[2]]


def changes_of(
    added: list[str] | None, removed: list[str] | None, needs: list[str] | None, file: Path | None
) -> dict[str, list[Any]]:
    """What is to be taken as different: what a file says, then what goes, then what comes. Raises AskedError.

    What goes is first, so that a relationship can be replaced by one of the same ends.
    """
    found: dict[str, list[Any]] = _of_file(file) if file else {"cis": [], "relationships": []}
    for text in removed or ():
        if " " in text.strip():
            found["relationships"].append({"change": "remove", **_link("--without", text)})
        else:
            found["cis"].append({"change": "remove", "uid": text})
    found["relationships"] += [{"change": "add", **_link("--with", text)} for text in added or ()]
    for text in needs or ():
        group, mark, k = text.rpartition("=")
        if not (group and mark and k.isdecimal()):
            raise AskedError("--k", text, "write GROUP=K, e.g. dbs=2")
        found["cis"].append({"change": "change", "uid": group, "k": int(k)})
    return found


def _link(option: str, text: str) -> dict[str, str]:
    words = text.split()
    has_strength = len(words) == _LINK_WITH_STRENGTH and words[-1] in _STRENGTHS and option == "--with"
    if len(words) != _LINK and not has_strength:
        raise AskedError(option, text, "write 'SOURCE TYPE TARGET', e.g. 'shop DEPENDS_ON db1'; name CIs by uid")
    link = {"source": words[0], "type": words[1], "target": words[2]}
    return {**link, "strength": words[-1]} if has_strength else link


def _of_file(file: Path) -> dict[str, list[Any]]:
    try:
        text = typer.get_text_stream("stdin").read() if str(file) == "-" else file.read_text(encoding="utf-8")
        said: Any = json.loads(text)
    except OSError as error:
        raise AskedError("--changes", str(file), f"it cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise AskedError("--changes", str(file), f"give JSON with cis and relationships ({error})") from error
    if not isinstance(said, dict):
        raise AskedError("--changes", str(file), "give a JSON object with cis and relationships")
    return {"cis": [], "relationships": [], **said}
