"""What needs privilege on a machine, as text for people and as a rule for sudo."""

import re

from discovery_agent.ssh.sections import configuration, privileged

SHELL = "/bin/sh"
_SPECIAL = re.compile(r"([\\,:=#*?\[\]!^])")  # sudoers(5): special to its parser, or to its matching of arguments
REASONS = {
    privileged.COMMAND: (
        "Executables, working directories and sockets of other users' processes: which program listens where",
        "Serial number and UUID of the machine, and its memory modules (/sys/class/dmi, /sys/firmware/dmi)",
        "Names and images of containers (Docker, Podman), published ports (Docker)",
        "Which ports of which switches are heard by LLDP (lldpcli, where lldpd runs)",
    ),
    configuration.COMMAND: (
        "Configuration of known applications: pools, upstreams, what a replica copies from (no password is kept)",
        "Certificates that it names: the first certificate of each file, and never a key",
        "Jobs of cron and systemd: the hosts and ports that they reach (of their commands nothing is kept)",
    ),
}


def explanation() -> str:
    """The commands and why they are run."""
    told = "".join(_explained(command, reasons) for command, reasons in REASONS.items())
    return (
        "These commands of a scan over SSH need privilege. They only read; without them what each is for is stated as "
        f"missing.\n{told}"
    )


def _explained(command: str, reasons: tuple[str, ...]) -> str:
    return "\n" + "".join(f"  - {reason}\n" for reason in reasons) + f"\n  sudo -n -- {SHELL} -c '{command}'\n"


def sudoers_rule(user: str) -> str:
    """A file for /etc/sudoers.d that allows an account exactly these commands."""
    escaped = (_SPECIAL.sub(r"\\\1", command) for command in REASONS)
    rules = (f"{user} ALL=(root) NOPASSWD: {SHELL} -c {command}\n" for command in escaped)
    return "# What discovery over SSH reads as root; see discovery-agent ssh-commands.\n" + "".join(rules)
