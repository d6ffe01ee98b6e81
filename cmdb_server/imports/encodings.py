"""Bytes to text: by their mark, as UTF-8, else guessed, which is said and may be changed."""

import codecs

import charset_normalizer

from cmdb_server.imports.refusals import refused

ENCODINGS = (
    *("utf-8", "utf-16", "cp1252", "latin-1", "iso8859-15", "cp1250", "cp1251", "cp1253", "cp1254", "cp437", "cp850"),
    *("mac-roman", "koi8-r", "shift-jis", "gb18030", "big5", "euc-kr"),
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LIKELY = ["cp1252", "cp1250", "cp1251", "cp850", "mac_roman"]
_PROBED_BYTES = 64 << 10
_MOST_CONTROL = 0.02
_FIRST_PRINTABLE = 32
_TEXT_CONTROL = frozenset(b"\t\r\n\f\x1b")


def decoded(content: bytes, encoding: str) -> tuple[str, str, list[str]]:
    """The text, the encoding it was read in, and what people should know of it. Raises ImportRefusedError."""
    if encoding:
        return _as_told(content, encoding), encoding, []
    for mark, name in _MARKS:
        if content.startswith(mark):
            return _strict(content, name), name.removesuffix("-sig"), []
    if name := _unmarked_utf16(content):
        return _strict(content, name), name, []
    _check_text(content)
    try:
        return content.decode("utf-8"), "utf-8", []
    except UnicodeDecodeError:
        name = _guess(content)
    note = f"the file is not UTF-8; it was read as {name}, which is a guess: look at the letters with accents"
    return _strict(content, name), name, [note]


def _as_told(content: bytes, encoding: str) -> str:
    if encoding not in {*ENCODINGS, "utf-16-le", "utf-16-be"}:
        raise refused("encoding", encoding, "is none that is read", f"use one of {', '.join(ENCODINGS)}")
    is_marked = encoding == "utf-8" and content.startswith(codecs.BOM_UTF8)
    return _strict(content, "utf-8-sig" if is_marked else encoding)


def _strict(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"cannot be the encoding: byte {error.start} (line {line}) is none of its characters"
        raise refused("encoding", encoding, message, "choose the encoding in which the file was saved") from error


def _unmarked_utf16(content: bytes) -> str:
    """UTF-16 without a mark: every other byte of western text is zero."""
    probe = content[:_PROBED_BYTES]
    half = len(probe) // 2
    if half and len(content) % 2 == 0:
        if probe[1::2].count(0) > half * 0.7 and probe[0::2].count(0) < half * 0.1:
            return "utf-16-le"
        if probe[0::2].count(0) > half * 0.7 and probe[1::2].count(0) < half * 0.1:
            return "utf-16-be"
    return ""


def _check_text(content: bytes) -> None:
    probe = content[:_PROBED_BYTES]
    control = sum(byte < _FIRST_PRINTABLE and byte not in _TEXT_CONTROL for byte in probe)
    if b"\0" in content or control > len(probe) * _MOST_CONTROL:
        raise refused(
            "file",
            probe[:8].hex(" "),
            "is no text, so it is no CSV, whatever its name",
            "save the table as CSV or XLSX",
        )


def _guess(content: bytes) -> str:
    """A single-byte encoding that fits: what is likely for the text, else the one that takes every byte."""
    found = charset_normalizer.from_bytes(content[:_PROBED_BYTES], cp_isolation=_LIKELY)
    best = found.best()
    as_good = {name for match in found if best and match.chaos <= best.chaos for name in match.could_be_from_charset}
    name = next((name for name in _LIKELY if name in as_good), _LIKELY[0])
    try:
        content.decode(name)
    except UnicodeDecodeError:
        return "latin-1"
    return name.replace("_", "-")
