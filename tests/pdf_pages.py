"""Pages of a PDF as somebody sees them."""

from collections.abc import Iterator

from PIL.Image import Image
from pypdfium2 import PdfDocument  # pyright: ignore[reportMissingTypeStubs] - it has none

# Dots for each point: 432 per inch, as a laser printer.
SCALE = 6


def pages_of(pdf: bytes) -> Iterator[Image]:
    """Each page as a picture."""
    for page in PdfDocument(pdf):
        yield page.render(scale=SCALE).to_pil()  # pyright: ignore[reportUnknownMemberType] - as above


def text_of(pdf: bytes) -> str:
    """The words of all pages."""
    texts = (page.get_textpage().get_text_bounded() for page in PdfDocument(pdf))  # pyright: ignore[reportUnknownMemberType] - as above
    return "\n".join(texts)
