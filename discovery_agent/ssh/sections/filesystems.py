"""How large the mounted filesystems are; those whose server may be away are not asked."""

from discovery_agent.ssh.part import EACH_LINE, Part, text_lines
from discovery_agent.ssh.readings import Readings

_WORDS = 3
# The mount points of mountinfo, of devices only: those are all whose size is reported. \040 and the like are escapes.
_COMMAND = rf"""set -- /; {EACH_LINE}
 case $l in *self/mountinfo:*" - "*" /dev/"*)
  l=${{l#* * * * }}; l=${{l%% *}}
  case $l in /) continue;; *\*) l=$(printf %b "$l");; esac
  set -- "$@" "$l"
 esac
done; set +f; unset IFS
t stat -f -c '%b %S %n' "$@" """


def absorb(output: bytes, readings: Readings) -> None:
    """Blocks, their size, and where it is mounted."""
    for line in text_lines(output):
        blocks, size, place = (line.split(" ", 2) + [""] * _WORDS)[:_WORDS]
        if blocks.isdecimal() and size.isdecimal() and place.startswith("/"):
            readings.sizes[place] = int(blocks) * int(size)


part = Part("filesystems", lines={"self/mountinfo": "^[0-9]+ [0-9]+ [0-9]+:[0-9]+ "}, command=_COMMAND, absorb=absorb)
