"""Where commands write: results to standard output, progress and errors to standard error."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table

output = Console(highlight=False)
errors = Console(stderr=True, highlight=False)


def show_table(head: Sequence[str], rows: Iterable[Sequence[str]], title: str | None = None) -> None:
    """A table for people; where nobody looks (a pipe, a file) lines of values between tabs, complete and uncut."""
    if not output.is_terminal:
        for row in rows:
            print(*(" ".join(cell.split()) for cell in row), sep="\t")
        return
    table = Table(title=title, title_justify="left")
    for name in head:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*map(_plain, row))
    output.print(table)


def _plain(text: str) -> str:
    """Text in which rich finds no markup: names come from other machines."""
    return text.replace("[", r"\[")
