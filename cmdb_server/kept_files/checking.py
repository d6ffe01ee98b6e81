"""Which files are taken, and under which names: nothing here trusts what a sender says of a file."""

import re
import unicodedata
from collections.abc import Mapping

from cmdb_server.errors import FieldError

MOST_BYTES = 10 << 20
MOST_FILES = 50
_LONGEST_NAME = 120  # characters
# What a file of an ending begins with; no text says what it is, so it must hold no NUL.
_TEXT: tuple[bytes, ...] = ()
_ZIP = (b"PK\x03\x04",)
KINDS: Mapping[str, tuple[bytes, ...]] = {
    **dict.fromkeys(("txt", "log", "csv", "json", "yaml", "yml", "conf", "ini", "md", "eml", "diff"), _TEXT),
    **dict.fromkeys(("zip", "docx", "xlsx", "pptx", "odt", "ods", "odp"), _ZIP),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "gif": (b"GIF87a", b"GIF89a"),
    "pdf": (b"%PDF-",),
    "gz": (b"\x1f\x8b",),
    "pcap": (b"\xd4\xc3\xb2\xa1", b"\xa1\xb2\xc3\xd4", b"\x4d\x3c\xb2\xa1", b"\xa1\xb2\x3c\x4d"),
    "pcapng": (b"\x0a\x0d\x0d\x0a",),
}
_UNSAFE = re.compile(r'[<>:"|?*%;\'`$&{}\[\]]')
# Names of devices, which Windows opens in place of a file, whatever their ending.
_DEVICES = re.compile(r"(?i)\A(con|prn|aux|nul|com\d|lpt\d)\Z")


def cleaned_name(name: str) -> str:
    """A name that is one name on every system: without folders, signs that do not print, and what shells or pages read.

    Never empty, never hidden, at most 120 characters, the ending kept; cleaning twice is cleaning once.
    """
    last = unicodedata.normalize("NFKC", name).replace("\\", "/").rsplit("/", 1)[-1]
    # Categories C*: control, format (which turn the direction of reading), surrogates, private, unassigned.
    printing = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in last)
    plain = " ".join(_UNSAFE.sub("_", printing).split()).rstrip(" .-")
    stem, dot, ending = plain.rpartition(".")
    if not dot:
        stem, ending = plain, ""
    stem, ending = stem.strip(" .-"), ending.strip(" .-")[: _LONGEST_NAME // 4].rstrip(" -")
    stem = f"_{stem}" if _DEVICES.match(stem.split(".")[0]) else stem
    room = _LONGEST_NAME - len(ending) - 1
    kept = stem[:room].strip(" .-") or "file"
    return f"{kept}.{ending}" if ending else kept


def refusal(name: str, content: bytes) -> FieldError | None:
    """Why a file of a cleaned name is not taken, None where it is."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending not in KINDS:
        known = ", ".join(sorted(KINDS))
        return FieldError(
            "name", name, "is of a kind that is not taken", f"send one of {known}; pack others into a zip"
        )
    if not content:
        return FieldError("body", "", "is empty", "send the bytes of the file")
    if len(content) > MOST_BYTES:
        return FieldError("body", str(len(content)), "has too many bytes", f"send at most {MOST_BYTES}")
    begins = KINDS[ending]
    if begins and not content.startswith(begins):
        return FieldError("body", name, f"does not begin as a file .{ending} does", "send it under its own ending")
    if not begins and b"\0" in content:
        return FieldError("body", name, "is no text", "send it under its own ending, or as UTF-8")
    return None
