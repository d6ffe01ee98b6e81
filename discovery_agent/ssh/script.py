"""The one script that a scan runs on a machine: read-only POSIX shell, its output framed by a mark nobody can guess."""

from collections.abc import Collection, Iterator, Sequence
from functools import cache

from discovery_agent.scan.fact_kinds import ALL
from discovery_agent.secret import Secret
from discovery_agent.ssh import sections
from discovery_agent.ssh.part import Part, show_links
from graph_schema.loading import load_all

COMMAND = "sh -s"
# M mark, W password of sudo, T seconds of a command; U user, S by what privilege is got, K what uname(1) says,
# G whether find is GNU's, L the lines of files, C the command that runs and N for how long, R itself.
# The whole script is one function: nothing runs before all of it has arrived, and no command reads what follows.
# What is printed is packed where that is possible: commands write many small pieces, and each costs a packet.
# `t` runs a command with its time-out. Starting a process costs a machine more than most commands do, so one watch
# counts the seconds for all, by a signal that means nothing to whoever does not ask for it. `s` starts a timeout(1),
# where there is one: for what reads a pipe, and for what starts others that are to end with it.
_BEFORE = """
main() {
LC_ALL=C; export LC_ALL
PATH=$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin; export PATH
cd /proc 2>/dev/null
U=
while read -r k _ u _; do [ "$k" != Uid: ] || { U=$u; break; }; done 2>/dev/null <self/status
[ -n "$U" ] || U=$(id -u)
S=none
if [ "$U" != 0 ]; then
 if command -v sudo >/dev/null 2>&1; then
  S=sudo; [ -z "$W" ] || [ "$(command -v printf)" != printf ] || S=password
 elif command -v doas >/dev/null 2>&1; then S=doas
 fi
fi
K=$(timeout "$T" uname -snrm 2>/dev/null)
if [ -n "$K" ]; then s() { timeout "$T" "$@"; }
else K=$(uname -snrm); s() { "$@"; }
fi
R=
read -r R _ 2>/dev/null <self/stat
[ -n "$R" ] || R=$(exec sh -c 'echo $PPID')
C=
trap 'N=$((N+1)); [ -z "$C" ] || [ "$N" -le "$T" ] || kill -9 "$C"' URG
t() {
 N=0
 "$@" & C=$!
 wait "$C"; r=$?
 while [ "$r" -gt 128 ] && kill -0 "$C" 2>/dev/null; do wait "$C"; r=$?; done
 C=; return "$r"
}
(trap 'kill "$c"; exit' TERM; while kill -URG "$R"; do sleep 1 & c=$!; wait "$c"; done) >/dev/null 2>&1 3>&- & w=$!
G=false
b() { printf '%s + %s\\n' "$M" "$1"; }
x() { return "$1"; }
e() { printf '\\n%s = %s\\n' "$M" "$?"; }
"""
FILES, LINES, LINKS, MARKS, IP, END = "files", "lines", "links", "marks", "ip", "end"
PACKED = "packed"
_AFTER = f"""
kill "$w"
b {END}
e
}}
if command -v gzip >/dev/null 2>&1; then
 printf '%s {PACKED}\\n' "$M"; printf '%s {PACKED}\\n' "$M" >&2
 {{ main </dev/null 2>&1 >&3 | gzip -1 >&2; }} 3>&1 | gzip -1
else main </dev/null
fi
exit
"""


@cache
def parts() -> tuple[Part, ...]:
    """All parts, in the order in which they are asked: the kernel's name first."""
    found = load_all(sections, Part)
    return tuple(sorted(found, key=lambda part: (bool(part.systems), part.name)))


@cache
def script_body(facts: frozenset[str] = ALL) -> str:
    """The script without what is told to it alone; `facts` are the kinds of facts that are wanted."""
    asked: dict[tuple[str, ...], list[Part]] = {}
    for part in parts():
        if part.facts and part.facts not in facts:
            continue
        asked.setdefault(part.systems, []).append(part)
    blocks: list[str] = []
    for systems, wanted in asked.items():
        told = (f"b {name}\n{command}\ne" for name, command in _commands(wanted))
        text = "\n".join((*(part.first for part in wanted if part.first), *told))
        names = "|".join(f'"{name} "*' for name in systems)
        blocks.append(f"case $K in {names})\n{text}\n;; esac" if systems else text)
    return _BEFORE + "\n".join(blocks) + _AFTER


def _commands(wanted: Sequence[Part]) -> Iterator[tuple[str, str]]:
    """What all parts want of one kind, each by one command; then the commands of each."""
    files = " ".join(path for part in wanted for path in part.files)
    if files:
        yield FILES, f"t grep -aH ^ {files}"
    lines = {path: expression for part in wanted for path, expression in part.lines.items()}
    if lines:
        kinds = "|".join(dict.fromkeys(lines.values()))
        yield LINES, f"L=$(s grep -aHE '{kinds}' {' '.join(lines)}); r=$?; printf '%s\\n' \"$L\"; x $r"
    links = [path for part in wanted for path in part.links]
    if links:
        yield LINKS, show_links(links)
    marks = " ".join(path for part in wanted for path in part.marks)
    if marks:
        yield MARKS, f'for p in {marks}; do [ ! -e "$p" ] || printf \'%s\\n\' "$p"; done'
    asked = [question for part in wanted for question in part.ip]
    if asked:
        yield IP, _ask_ip(asked)
    yield from ((part.name, part.command) for part in wanted if part.command)


def _ask_ip(questions: Sequence[str]) -> str:
    """All of them in one batch, or one after the other where ip(8) is too simple for that."""
    one_by_one = "; ".join(f"t ip {question}" for question in questions)
    batch = f"printf '%s\\n' {' '.join(map(repr, questions))} | s ip -b -"
    return f"""if command -v ip >/dev/null; then
 {batch}
 r=$?
 if [ $r = 1 ]; then {one_by_one}; else x $r; fi
fi"""


def script_for(mark: str, seconds: int, sudo_password: Secret, facts: Collection[str] = ALL) -> bytes:
    """The script as it is sent. Its variables are not exported: no command of the machine sees them."""
    quoted = sudo_password.reveal().replace("'", "'\\''")
    return f"M={mark}\nT={seconds}\nW='{quoted}'\n{script_body(frozenset(facts))}".encode()
