"""Runs the script on this machine without SSH: what a scan of it would get."""

import os
import subprocess
from collections.abc import Collection, Sequence

from discovery_agent.scan.fact_kinds import ALL
from discovery_agent.secret import Secret
from discovery_agent.ssh.recording import MACHINE, Recording
from discovery_agent.ssh.script import script_for
from discovery_agent.ssh.unpacking import unpacked

MAX_BYTES = 1 << 25
OBSERVED_AT = "2026-01-02T03:04:05Z"


def record_here(
    shell: Sequence[str] = ("sh", "-s"), user: int | None = None, facts: Collection[str] = ALL
) -> Recording:
    """A recording of this machine, made by a shell, perhaps as another user, perhaps of some kinds of facts only."""
    mark = os.urandom(16).hex()
    script = script_for(mark, 20, Secret(""), facts)
    done = subprocess.run(shell, input=script, capture_output=True, check=False, user=user, cwd="/")
    output, complaints = (unpacked(raw, mark, MAX_BYTES)[0] for raw in (done.stdout, done.stderr))
    return Recording("127.0.0.1", OBSERVED_AT, mark, output, complaints)


def made_of(*frames: tuple[str, bytes], complaints: bytes = b"", cut: bool = False, origin: str = MACHINE) -> Recording:
    """A recording of frames that ended well; `cut` leaves out the end of the last."""
    mark = "0123456789abcdef" * 2
    ends = [f"\n{mark} = 0\n"] * len(frames)
    if cut:
        ends[-1] = ""
    parts = (
        f"{mark} + {name}\n".encode() + output + end.encode() for (name, output), end in zip(frames, ends, strict=True)
    )
    return Recording("10.0.0.1", OBSERVED_AT, mark, b"".join(parts), complaints, origin)
