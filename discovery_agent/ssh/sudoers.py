"""What needs privilege on a machine, as text for people and as a rule for sudo."""

import re

from discovery_agent.ssh.sections.privileged import COMMAND

SHELL = "/bin/sh"
_SPECIAL = re.compile(r"([\\,:=#*?\[\]!^])")  # sudoers(5): special to its parser, or to its matching of arguments
REASONS = (
    "Executables, working directories and sockets of other users' processes: which program listens where",
    "Serial number and UUID of the machine, and its memory modules (/sys/class/dmi, /sys/firmware/dmi)",
    "Names of containers (Docker, Podman)",
    "Which ports of which switches are heard by LLDP (lldpcli, where lldpd runs)",
)


def explanation() -> str:
    """The one command and why it is run."""
    reasons = "\n".join(f"  - {reason}" for reason in REASONS)
    return (
        "One command of a scan over SSH needs privilege. It only reads; without it these facts are stated as missing:\n"
        f"{reasons}\n\n  sudo -n -- {SHELL} -c '{COMMAND}'\n"
    )


def sudoers_rule(user: str) -> str:
    """A file for /etc/sudoers.d that allows an account exactly this command."""
    escaped = _SPECIAL.sub(r"\\\1", COMMAND)
    return (
        f"# What discovery over SSH reads as root; see discovery-agent ssh-commands.\n"
        f"{user} ALL=(root) NOPASSWD: {SHELL} -c {escaped}\n"
    )
