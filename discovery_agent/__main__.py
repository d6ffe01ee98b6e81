"""discovery-agent: inventories this machine and delivers the report."""

import gc
import importlib
import json
import os
import pkgutil
import sys
from argparse import ArgumentParser, HelpFormatter, Namespace, RawDescriptionHelpFormatter
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from discovery_agent import cli
from discovery_agent.command import Command
from discovery_agent.errors import EXIT_CODES, FAILED, USAGE, DiscoveryError
from discovery_agent.settings import load_settings, option_fields

_INTERRUPTED = 130
_HELP_WIDTH = 100
_OWN = ("discovery_agent", "graph_schema")


class MissingLibraryError(DiscoveryError):
    """A command of the scanner where only the agent is installed."""


def main() -> NoReturn:
    """Run the command of the command line and end the process.

    A turn is short, and a tenth of its time each would go into looking for garbage and into taking the interpreter
    apart at the end. No collector that hangs in its thread holds up the end either.
    """
    gc.disable()
    code = answer(sys.argv[1:])
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:  # whoever read the output has seen enough
        code = code or FAILED
    os._exit(code)


def answer(given: Sequence[str]) -> int:
    """Run a command; the answer is its exit code."""
    if "--version" in given[:1]:
        from discovery_agent.enrolment import version  # noqa: PLC0415 - imports what no other command needs first

        sys.stdout.write(f"discovery-agent {version()}\n")
        return 0
    try:
        commands = _commands(given[:1])
    except DiscoveryError as error:
        sys.stderr.write(f"discovery-agent: {error}\n")
        return error.exit_code
    parsed = _parser(commands).parse_args(given)
    if parsed.command is None:
        _parser(commands).print_help()
        return USAGE
    return _run(commands[parsed.command], parsed)


def _run(command: Command, parsed: Namespace) -> int:
    try:
        settings = load_settings({entry.name: getattr(parsed, entry.name) for entry in option_fields()})
        return command.run(parsed, settings)
    except DiscoveryError as error:
        if getattr(parsed, "json", False):
            sys.stdout.write(json.dumps({"status": "failed", "message": str(error)}) + "\n")
        sys.stderr.write(f"discovery-agent: {error}\n")
        return error.exit_code
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        return FAILED


def _commands(chosen: Sequence[str]) -> dict[str, Command]:
    """The command that was asked for, else all: an inventory should not pay for importing the others.

    Of all, those are left out whose libraries are not installed. Raises MissingLibraryError for the one asked for.
    """
    names = [entry.name.replace("_", "-") for entry in pkgutil.iter_modules(cli.__path__)]
    asked = [name for name in names if name in chosen]
    found: dict[str, Command] = {}
    for name in asked or names:
        try:
            found[name] = importlib.import_module(f"{cli.__name__}.{name.replace('-', '_')}").command
        except ModuleNotFoundError as error:
            if (error.name or "").partition(".")[0] in _OWN:
                raise
            if asked:
                raise MissingLibraryError(
                    f"{name} needs the module {error.name}, which is not installed: pip install 'plumbline[scanner]'"
                ) from error
    return found


def _parser(commands: dict[str, Command]) -> ArgumentParser:
    codes = "\n".join(f"  {code}  {meaning}" for code, meaning in EXIT_CODES.items())
    parser = ArgumentParser(
        prog="discovery-agent",
        description=__doc__,
        epilog=f"exit codes:\n{codes}",
        formatter_class=_formatter,
    )
    parser.add_argument("--version", action="store_true", help="print the version")
    chosen = parser.add_subparsers(dest="command", metavar="COMMAND", prog=parser.prog)
    for name, command in commands.items():
        made = chosen.add_parser(name, help=command.doc, description=command.doc, formatter_class=_formatter)
        command.add_options(made)
        for entry in option_fields():
            told = entry.metadata
            usual = f"{entry.default:g}" if isinstance(entry.default, float) else entry.default
            shown = "" if usual in ("", Path()) else f" (default: {usual})"
            note = f"{told['doc']}{shown} [{told['variable']}]".replace("%", "%%")
            made.add_argument(told["option"], dest=entry.name, metavar=told["metavar"], help=note)
    return parser


def _formatter(prog: str) -> HelpFormatter:
    """Of a fixed width: argparse makes one for every option, and asking the terminal each time takes longer."""
    return RawDescriptionHelpFormatter(prog, width=_HELP_WIDTH)


if __name__ == "__main__":
    main()
