"""HTML as text in which every value is escaped: for the pages that the server writes itself."""

from collections.abc import Iterable, Sequence
from html import escape


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


def element(tag: str, *contents: str, **attributes: str) -> Html:
    """An element; contents that are not Html are escaped, attributes always; `class_` stands for class."""
    shown = "".join(f' {_spelt(name)}="{escape(value)}"' for name, value in attributes.items())
    return Html(f"<{tag}{shown}>{joined(contents)}</{tag}>")


def joined(contents: Iterable[str]) -> Html:
    """Pieces after one another."""
    return Html("".join(piece if isinstance(piece, Html) else escape(piece) for piece in contents))


def table(head: Sequence[str], rows: Iterable[Sequence[str]], caption: str) -> Html:
    """A table whose first column names the row."""
    top = element("tr", *(element("th", name, scope="col") for name in head))
    body = (
        element("tr", element("th", row[0], scope="row"), *(element("td", cell) for cell in row[1:])) for row in rows
    )
    hidden = element("caption", caption)
    return element(
        "div", element("table", hidden, element("thead", top), element("tbody", *body)), class_="scroll", tabindex="0"
    )


def _spelt(name: str) -> str:
    return name.rstrip("_").replace("_", "-")
