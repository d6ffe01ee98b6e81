"""The one script that a scan runs on a machine: read-only POSIX shell, its output framed by a mark nobody can guess."""

from functools import cache

from discovery_agent.secret import Secret
from discovery_agent.ssh import sections
from discovery_agent.ssh.part import Part
from graph_schema.loading import load_all

COMMAND = "sh -s"
# M mark, W password of sudo, T seconds of a command; U user, S by what privilege is got, G whether find is GNU's.
# The whole script is one function: nothing runs before all of it has arrived, and no command reads what follows.
# `t` runs a command with its time-out, by `timeout` where there is one; `s` the same where a password comes by a pipe.
_BEFORE = """
main() {
LC_ALL=C; export LC_ALL
PATH=$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin; export PATH
U=$(id -u)
S=none
if [ "$U" != 0 ]; then
 if command -v sudo >/dev/null 2>&1; then
  S=sudo; [ -z "$W" ] || [ "$(command -v printf)" != printf ] || S=password
 elif command -v doas >/dev/null 2>&1; then S=doas
 fi
fi
if timeout 5 true >/dev/null 2>&1; then
 t() { timeout "$T" "$@"; }
 s() { timeout "$T" "$@"; }
else
 t() {
  "$@" & c=$!
  (sleep "$T"; kill -9 "$c") >/dev/null 2>&1 & w=$!
  wait "$c"; r=$?; kill "$w" 2>/dev/null; return "$r"
 }
 s() { "$@"; }
fi
G=false; if find /proc/self/exe -maxdepth 0 -printf %l >/dev/null 2>&1; then G=true; fi
b() { printf '%s + %s\\n' "$M" "$1"; }
e() { printf '\\n%s = %s\\n' "$M" "$?"; }
"""
END = "end"
_AFTER = f"""
b {END}
e
}}
main </dev/null
exit
"""


@cache
def parts() -> tuple[Part, ...]:
    """All parts, in the order in which they are asked: the kernel's name first."""
    found = load_all(sections, Part)
    return tuple(sorted(found, key=lambda part: (bool(part.systems), part.name)))


@cache
def script_body() -> str:
    """The script without what is told to it alone."""
    asked: dict[tuple[str, ...], list[str]] = {}
    for part in parts():
        asked.setdefault(part.systems, []).append(f"b {part.name}\n{part.command}\ne")
    blocks: list[str] = []
    for systems, commands in asked.items():
        text = "\n".join(commands)
        blocks.append(f"case $(uname -s) in {'|'.join(systems)})\n{text}\n;; esac" if systems else text)
    return _BEFORE + "\n".join(blocks) + _AFTER


def script_for(mark: str, seconds: int, sudo_password: Secret) -> bytes:
    """The script as it is sent. Its variables are not exported: no command of the machine sees them."""
    quoted = sudo_password.reveal().replace("'", "'\\''")
    return f"M={mark}\nT={seconds}\nW='{quoted}'\n{script_body()}".encode()
