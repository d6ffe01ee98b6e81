"""Puts the commands together and turns refusals into one line and an exit code."""

import difflib
import importlib
import pkgutil
import sys
from collections.abc import Iterable
from typing import Annotated

import typer

from cmdb_server.cli import commands
from cmdb_server.cli.screen import errors
from cmdb_server.errors import CmdbError
from cmdb_server.version import VERSION

REFUSED = 1
WRONG_WORDS = 2
_SHOWN = 20
_UNSAID = ("", "***")  # a value that is missing, or may be a secret


def application(asked: Iterable[str]) -> typer.Typer:
    """The command line with the asked commands; each module of `commands` brings one or a group of them."""
    app = typer.Typer(
        name="cmdb",
        help="Plumbline: what breaks if this breaks, and what broke this?",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    app.callback()(_options)
    for name in asked:
        module = importlib.import_module(f"{commands.__name__}.{name}")
        shown = _shown(name)
        if hasattr(module, "app"):
            app.add_typer(module.app, name=shown)
        else:
            app.command(name=shown)(module.command)
    return app


def names_of_commands() -> list[str]:
    """Every command there is."""
    return sorted(entry.name for entry in pkgutil.iter_modules(commands.__path__))


def main() -> None:
    """Run the command line. Exit code 1: refused, the reason is on standard error; 2: the call's words are off."""
    words = sys.argv[1:]
    _refuse_unknown(words)
    try:
        application(_asked(words))(prog_name="cmdb", standalone_mode=True)
    except CmdbError as error:
        told, *values = _refusal(error)
        errors.print(f"cmdb: {told}", style="bold red", markup=False, highlight=False, soft_wrap=True)
        for value in values:
            errors.print(f"  {value}", markup=False, soft_wrap=True)
        sys.exit(REFUSED)


def _refusal(error: CmdbError) -> list[str]:
    """What was refused, and a line for each value where there are several; nothing is said twice."""
    several = error.errors if len(error.errors) > 1 else ()
    is_said_below = bool(several) and all(entry.message in str(error) for entry in several)
    told = f"{len(several)} values are refused:" if is_said_below else str(error)
    shown = ((entry, "" if entry.value in _UNSAID else f" {entry.value!r}") for entry in several[:_SHOWN])
    lines = [f"{entry.field}{value}: {entry.message}; {entry.remedy}" for entry, value in shown]
    return [told, *lines, f"and {len(several) - _SHOWN} more"] if len(several) > _SHOWN else [told, *lines]


def _asked(words: list[str]) -> list[str]:
    """Only the command that is called is loaded, so that `cmdb find` need not import a server."""
    known = names_of_commands()
    if words[:1] == ["--version"]:
        return known[:1]
    return [name for name in known if words and _shown(name) == words[0]] or known


def _refuse_unknown(words: list[str]) -> None:
    """A mistyped command is told at once: typer would first load them all."""
    known = [_shown(name) for name in names_of_commands()]
    if not words or words[0].startswith("-") or words[0] in known:
        return
    near = "".join(f" Did you mean '{name}'?" for name in difflib.get_close_matches(words[0], known, n=1))
    errors.print(
        f"cmdb: there is no command {words[0]!r}.{near} `cmdb --help` lists all.", markup=False, soft_wrap=True
    )
    sys.exit(WRONG_WORDS)


def _shown(name: str) -> str:
    """What a command is called; a module whose name Python has taken ends in an underscore."""
    return name.rstrip("_").replace("_", "-")


def _version(is_asked: bool) -> None:  # noqa: FBT001 - typer calls it with the value
    if is_asked:
        typer.echo(f"cmdb {VERSION}")
        raise typer.Exit


def _options(
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    pass
