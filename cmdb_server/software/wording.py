"""What is cut off names, publishers and versions before they are compared: pure."""

import re

_LEGAL = re.compile(
    r"[,.]?\s+(?:inc|incorporated|corp|corporation|co|company|ltd|limited|llc|gmbh|ag|se|s\.?a|b\.?v|ab|as|plc|oy|"
    r"systems incorporated|software foundation)\.?\s*\Z",
    re.IGNORECASE,
)
_TRADEMARK = re.compile(r"\((?:r|c|tm)\)|[\u00ae\u2122\u00a9]", re.IGNORECASE)
_ARCHITECTURE = re.compile(
    r"\s*[-(\[]?\s*\b(?:x64|x86|x86_64|amd64|arm64|64[- ]?bit|32[- ]?bit|64-bit edition)\b\s*[)\]]?", re.IGNORECASE
)
_LANGUAGE = re.compile(r"\s+(?:-\s+|\()?[a-z]{2}-[a-z]{2}\)?\s*\Z", re.IGNORECASE)
_VERSION_AT_END = re.compile(
    r"[\s-]+\(?(?:v|version |release )?(?P<version>\d+(?:\.\d+)+[a-z0-9.\-]*)\)?\s*\Z", re.IGNORECASE
)
_REALLY = re.compile(r"[+~.]really(?P<version>\d.*)\Z")
_PACKAGED = re.compile(
    r"(?:[+~.-](?:dfsg|ds|repack|debian|nmu|bpo|ubuntu|build|orig)\d*|[+~]deb\d+u|\+b(?=\d)|\+git|\+svn|~git|\+rpi).*\Z"
)
_EPOCH = re.compile(r"\A\d+:(?=.)")
LONGEST = 300


def plain_publisher(text: str) -> str:
    """A publisher without its legal form and marks: Adobe Systems Incorporated -> Adobe."""
    found = _TRADEMARK.sub("", text[:LONGEST]).strip()
    while (shorter := _LEGAL.sub("", found)) not in (found, ""):
        found = shorter
    return " ".join(found.split())


def plain_name(text: str) -> tuple[str, str]:
    """The name of a product without marks, architecture and language, and the version that stood in it ("": none)."""
    found = " ".join(_TRADEMARK.sub("", text[:LONGEST]).split())
    found = _LANGUAGE.sub("", _ARCHITECTURE.sub(" ", found)).strip(" -")
    match = _VERSION_AT_END.search(found)
    if match is None or not found[: match.start()].strip(" -"):
        return " ".join(found.split()), ""
    return " ".join(found[: match.start()].strip(" -").split()), match["version"]


def upstream_version(text: str) -> str:
    """The version that its makers gave, without epoch and marks of packagers: 1.2+dfsg1 -> 1.2; "" for none."""
    found = _EPOCH.sub("", text[:LONGEST].strip())
    really = _REALLY.search(found)
    if really:
        found = really["version"]
    return _PACKAGED.sub("", found) or found


def full_name(publisher: str, product: str) -> str:
    """A product as it is spoken of: Adobe Photoshop, but Microsoft 365 Apps, whose name begins with its publisher."""
    is_in_it = f"{product} ".casefold().startswith(f"{publisher} ".casefold())
    return product if is_in_it else f"{publisher} {product}".strip()
