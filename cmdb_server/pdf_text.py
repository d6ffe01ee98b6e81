"""The fonts that PDF files of ours embed, what can be written in them, and text as paragraphs."""

import unicodedata
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import reportlab
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import registerFont  # pyright: ignore[reportUnknownVariableType] - its stubs
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph

REGULAR, BOLD = "Vera", "VeraBd"


@cache
def register_fonts() -> frozenset[int]:
    """Make Bitstream Vera known, which comes with the library; the characters that it has."""
    folder = Path(reportlab.__file__).parent / "fonts"
    for name in (REGULAR, BOLD):
        registerFont(TTFont(name, folder / f"{name}.ttf"))
    return frozenset(TTFont(REGULAR, folder / f"{REGULAR}.ttf").face.charToGlyph)


def writable(text: str) -> str:
    """Text as the fonts can write it: letters that they lack without their marks, else a question mark."""
    return "".join(map(_written, unicodedata.normalize("NFC", text)))


def paragraph(text: str, style: ParagraphStyle) -> Paragraph:
    """What other machines and people say is text, never markup."""
    return Paragraph(escape(writable(text)), style)


def _written(sign: str) -> str:
    known = register_fonts()
    if ord(sign) in known:
        return sign
    base = "".join(part for part in unicodedata.normalize("NFKD", sign) if ord(part) in known)
    return base or ("" if unicodedata.category(sign).startswith(("C", "M")) else "?")
