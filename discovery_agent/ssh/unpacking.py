"""Output that the script has packed with gzip, unpacked with a limit: a small stream may become an endless one."""

import zlib

from discovery_agent.ssh.script import PACKED

_GZIP = 16 + zlib.MAX_WBITS


def unpacked(raw: bytes, mark: str, max_bytes: int) -> tuple[bytes, bool]:
    """What stands before the mark of packed output, and what was packed, as far as it goes; whether it is too much."""
    before, sign, packed = raw.partition(f"{mark} {PACKED}\n".encode())
    if not sign:
        return raw[:max_bytes], len(raw) > max_bytes
    stream = zlib.decompressobj(_GZIP)
    try:
        found = before + stream.decompress(packed, max_bytes)
    except zlib.error:
        return before, False  # somebody else wrote into it: without its frames the script counts as not ended
    return found, bool(stream.unconsumed_tail)
