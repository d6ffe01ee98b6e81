"""HTML as plain text, in time that is linear in its length whatever it holds. Pure.

The standard library's parser takes the square of the length of hostile markup, or fails (seen with Python 3.11).
"""

import re
from html import unescape

# Elements whose content nobody reads, and those that begin a line.
_SILENT = ("script", "style", "head", "title", "template", "noscript", "svg", "math", "object")
_BREAKING = ("p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "blockquote", "table", "pre", "hr", "ul", "ol")
_NAME = re.compile(r"/?([a-zA-Z][a-zA-Z0-9]{0,20})")


def plain_text(markup: str) -> str:
    """What a reader of HTML reads; a tag that never ends is the end of it."""
    found: list[str] = []
    at, end = 0, len(markup)
    while at < end:
        begun = markup.find("<", at)
        found.append(_words(markup[at : end if begun < 0 else begun]))
        if begun < 0:
            break
        at, said = _after_tag(markup, begun)
        found.append(said)
    return "".join(found)


def _after_tag(markup: str, begun: int) -> tuple[int, str]:
    """Where what begins with < ends, and what a reader sees of it."""
    if markup.startswith("<!--", begun):
        return _end_of(markup, "-->", begun), ""
    name = _NAME.match(markup, begun + 1)
    if name is None:
        is_tag = markup.startswith(("<!", "<?", "</"), begun)
        return (_end_of(markup, ">", begun), "") if is_tag else (begun + 1, "<")
    element, after = name[1].lower(), _end_of(markup, ">", begun)
    if element in _SILENT and markup[begun + 1] != "/":
        closing = re.compile(f"</{element}", re.IGNORECASE).search(markup, after)
        return (_end_of(markup, ">", closing.start()) if closing else len(markup)), ""
    return after, "\n" if element in _BREAKING else ""


def _end_of(markup: str, sign: str, start: int) -> int:
    found = markup.find(sign, start)
    return len(markup) if found < 0 else found + len(sign)


def _words(text: str) -> str:
    """A text between tags: breaks of lines are spaces in markup."""
    return re.sub(r"\s+", " ", unescape(text))
