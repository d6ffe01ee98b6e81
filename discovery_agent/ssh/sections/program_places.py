"""Where the machine has the programs whose executables this account may not see, by the names of its processes."""

from discovery_agent.host.system import PROGRAM_FOLDERS
from discovery_agent.scan.fact_kinds import ACTIVITY
from discovery_agent.ssh.part import Part, text_lines
from discovery_agent.ssh.readings import Readings

_COMMAND = f"""[ "$U" = 0 ] || {{
 n=" "; f=
 for p in /proc/[0-9]*/comm; do
  read -r c <"$p" || continue
  case $n in *" $c "*) continue;; esac
  case $c in */*|*[!a-zA-Z0-9._+-]*) continue;; esac
  n="$n$c "
  for d in {" ".join(PROGRAM_FOLDERS)}; do if [ -x "$d/$c" ]; then f="$f $d/$c"; break; fi; done
 done
 [ -z "$f" ] || {{ printf '%s\\n' $f; echo --; t readlink -f $f; }}
}} 2>/dev/null"""


def absorb(output: bytes, readings: Readings) -> None:
    """Paths, a line `--`, and what each of them is without symbolic links."""
    lines = [line for line in text_lines(output) if line]
    if "--" in lines:
        middle = lines.index("--")
        found, real = lines[:middle], lines[middle + 1 :]
        if len(found) == len(real):  # else one was gone by then, and it is not known which
            readings.programs.update(zip(found, real, strict=True))


part = Part("program_places", command=_COMMAND, absorb=absorb, facts=ACTIVITY.name)
