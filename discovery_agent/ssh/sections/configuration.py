"""Configuration files of known applications: those at their usual places and those that command lines name.

Only regular files of bounded size, found by one command and read by another, which sudo can be told word for word.
What they hold is looked through where the scan runs, and of it only what the applications tell is kept.
"""

from discovery_agent.host.configuration import MAX_FILE_BYTES, MAX_FILES
from discovery_agent.host.files import decode
from discovery_agent.host.recognition import known_applications
from discovery_agent.host.secrets import mask_line
from discovery_agent.host.service_configuration import SUFFIXES
from discovery_agent.scan.fact_kinds import CONFIGURATION
from discovery_agent.ssh.part import Part, absorb_files, text_lines
from discovery_agent.ssh.privilege import PATH, with_privilege
from discovery_agent.ssh.readings import Readings

_USUAL = " ".join(dict.fromkeys(pattern for known in known_applications() for pattern in known.patterns))
_SUFFIXES = "\\|".join(SUFFIXES)
_NAMED = f"cat [0-9]*/cmdline | tr \\\\000= \\\\n\\\\n | grep -aE ^/[A-Za-z0-9_./@+-]*[.]\\({_SUFFIXES}\\)\\$"
_DATA = "cat [0-9]*/cmdline | tr \\\\000 \\\\n | grep -a -A1 ^-D\\$ | grep -a ^/[A-Za-z0-9_./@+-]*\\$"
_READ = (
    f"find -L $f -maxdepth 0 -type f -size -{MAX_FILE_BYTES // 512 + 1} -print -exec grep -aHv ^[[:space:]]*# {{}} +"
)
COMMAND = (
    f"{PATH}; cd /proc;"
    f" f=$(ls -d {_USUAL} 2>/dev/null | head -n {MAX_FILES}; {_NAMED} | sort -u | head -n {MAX_FILES});"
    f" for d in $({_DATA} | sort -u | head -n 50); do f=$f\\ $d/postgresql.auto.conf\\ $d/standby.signal; done;"
    f" {_READ}; exit 0"
)


def absorb(output: bytes, readings: Readings) -> None:
    """The names of files, and the files themselves."""
    names = [line for line in text_lines(output) if line.startswith("/") and ":" not in line]
    readings.files.update((name, b"") for name in names if name not in readings.files)
    absorb_files(output, readings)


def with_masked_secrets(output: bytes) -> bytes:
    """The files, secrets in them masked."""
    lines = (decode(line).partition(":") for line in output.split(b"\n"))
    return "\n".join(f"{path}{colon}{mask_line(text)}" for path, colon, text in lines).encode()


part = Part(
    CONFIGURATION,
    command=with_privilege(f"c='{COMMAND}'"),
    absorb=absorb,
    facts=CONFIGURATION,
    masked=with_masked_secrets,
)
