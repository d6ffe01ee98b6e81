"""What a machine printed, as a file that can be replayed: one line of JSON about it, then the raw output."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from discovery_agent.errors import DiscoveryError
from discovery_agent.private_files import read_private, write_private
from discovery_agent.ssh.script import parts

SUFFIX = ".sshrec"
MACHINE, DOCUMENTATION = "machine", "documentation"
FORMAT = 1
TIMED_OUT = frozenset((124, 137, 143))  # of timeout(1), and of what was killed
NOT_RUN = frozenset((126, 127))  # of the shell, for what it cannot start or does not find
_STDERR = b"stderr"
_NAME = re.compile(rb"[a-z_]{1,40}")
_STATUS = re.compile(rb"\d{1,3}")
_MARK = re.compile(r"[0-9a-f]{32}")
_MAX_BYTES = 1 << 27


class RecordingError(DiscoveryError):
    """A file is no recording of a scan over SSH."""


class Frame(NamedTuple):
    """What one part of the script printed; `status` is None where it was cut off."""

    name: str
    output: bytes
    status: int | None


@dataclass(frozen=True)
class Recording:
    """The output of one run of the script. `complaints` is what its commands said beside it (standard error).

    `origin` is DOCUMENTATION where no machine printed it: it was put together from what manuals say.
    """

    address: str
    observed_at: str
    mark: str
    output: bytes
    complaints: bytes = b""
    origin: str = MACHINE

    def frames(self) -> Iterator[Frame]:
        """The parts in the order in which they ran."""
        mark = self.mark.encode()
        begin, end = mark + b" + ", b"\n" + mark + b" = "
        place = self.output.find(begin)
        while place >= 0:
            name, _, _ = self.output[place + len(begin) : place + len(begin) + 64].partition(b"\n")
            start = place + len(begin) + len(name) + 1
            following = self.output.find(begin, start)
            whole = following if following >= 0 else len(self.output)
            stop = self.output.find(end, start, whole)
            if stop < 0:  # cut off
                stop, status = whole, None
            else:
                found = _STATUS.match(self.output, stop + len(end))
                status = int(found[0]) if found else None
            if _NAME.fullmatch(name):
                yield Frame(name.decode("ascii"), self.output[start:stop], status)
            place = following

    def encoded(self) -> bytes:
        """The recording as it is written, secrets in command lines masked."""
        about = {"format": FORMAT, "method": "ssh", "address": self.address, "observed_at": self.observed_at}
        head = json.dumps({**about, "origin": self.origin, "mark": self.mark, "complaint_bytes": len(self.complaints)})
        return head.encode() + b"\n" + self.complaints + self._masked()

    def _masked(self) -> bytes:
        mark = self.mark.encode()
        masks = {part.name: part.masked for part in parts()}
        kept: list[bytes] = []
        for frame in self.frames():
            output = masks.get(frame.name, bytes)(frame.output)
            status = b"" if frame.status is None else b"\n" + mark + b" = " + str(frame.status).encode() + b"\n"
            kept.append(mark + b" + " + frame.name.encode() + b"\n" + output + status)
        return b"".join(kept)


def write_recording(path: Path, recording: Recording) -> None:
    """Write a recording, readable for its owner only. Raises DiscoveryError."""
    write_private(path, recording.encoded())


def read_recording(path: Path) -> Recording:
    """Read a recording. Raises RecordingError."""
    if path.stat().st_size > _MAX_BYTES:
        raise RecordingError(f"{path} is larger than {_MAX_BYTES >> 20} MiB; that is no recording")
    return decode_recording(read_private(path) or b"", str(path))


def decode_recording(raw: bytes, name: str) -> Recording:
    """The recording in a file's contents. Raises RecordingError."""
    head, _, rest = raw.partition(b"\n")
    try:
        known: dict[str, Any] = json.loads(head)
        mark, complaints = str(known["mark"]), int(known["complaint_bytes"])
        is_readable = known["format"] == FORMAT and bool(_MARK.fullmatch(mark)) and complaints >= 0
        address, observed_at = str(known["address"]), str(known["observed_at"])
        origin = str(known.get("origin", MACHINE))
    except (ValueError, KeyError, TypeError) as error:
        raise RecordingError(f"{name} is no recording of a scan over SSH; record one with --ssh-user") from error
    if not is_readable:
        raise RecordingError(f"{name} has a format or mark that this version does not know; record it again")
    return Recording(address, observed_at, mark, rest[complaints:], rest[:complaints], origin)
