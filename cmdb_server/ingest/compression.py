"""Unpack the body of a report without trusting its size."""

import zlib

import zstandard

from cmdb_server.errors import CmdbError

_CHUNK_BYTES = 1 << 20
# Three bytes of zstd can stand for 128 KiB, and the unpacker hands over all that a piece stands for at once.
_ZSTD_PIECE_BYTES = 256


class BadBodyError(CmdbError):
    """The body cannot be unpacked, or would be too large when unpacked."""


def decompress(body: bytes, encoding: str, limit: int) -> bytes:
    """The unpacked body of a request with the given Content-Encoding (zstd, gzip, identity or empty).

    Raises BadBodyError: 415 for another encoding, 400 for a damaged or truncated body, 413 over `limit` bytes.
    """
    name = encoding.strip().lower() or "identity"
    if name == "identity":
        return _within(body, limit)
    if name == "zstd":
        return _zstd(body, limit)
    if name == "gzip":
        return _gzip(body, limit)
    message = f"Content-Encoding {encoding!r:.40} is not supported; send zstd, gzip or identity"
    raise BadBodyError(message, 415, "unsupported_encoding")


def _zstd(body: bytes, limit: int) -> bytes:
    unpacker = zstandard.ZstdDecompressor(max_window_size=1 << 27).decompressobj()
    parts: list[bytes] = []
    size = 0
    try:
        for start in range(0, len(body), _ZSTD_PIECE_BYTES):
            part = unpacker.decompress(body[start : start + _ZSTD_PIECE_BYTES])
            size += len(part)
            _check(size, limit)
            parts.append(part)
    except zstandard.ZstdError as error:
        raise _damaged("zstd") from error
    if not unpacker.eof:
        raise _damaged("zstd")
    return b"".join(parts)


def _gzip(body: bytes, limit: int) -> bytes:
    unpacker = zlib.decompressobj(wbits=31)
    parts: list[bytes] = []
    size = 0
    pending = body
    try:
        while pending and not unpacker.eof:
            part = unpacker.decompress(pending, _CHUNK_BYTES)
            size += len(part)
            _check(size, limit)
            parts.append(part)
            pending = unpacker.unconsumed_tail
    except zlib.error as error:
        raise _damaged("gzip") from error
    if not unpacker.eof:
        raise _damaged("gzip")
    return b"".join(parts)


def _within(body: bytes, limit: int) -> bytes:
    _check(len(body), limit)
    return body


def _check(size: int, limit: int) -> None:
    if size > limit:
        message = f"the report is larger than {limit} bytes when unpacked; report fewer roots or items at once"
        raise BadBodyError(message, 413, "report_too_large")


def _damaged(name: str) -> BadBodyError:
    message = f"the {name} body is damaged or cut off; send the report again"
    return BadBodyError(message, 400, "damaged_body")
