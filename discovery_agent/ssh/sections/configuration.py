"""Configuration files of known applications: those at their usual places and those that command lines name.

Only regular files of bounded size, found by one command and read by another, which sudo can be told word for word.
What they hold is looked through where the scan runs, and of it only what the applications tell is kept.
"""

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase
from itertools import groupby
from operator import itemgetter

from discovery_agent.host.configuration import MAX_BYTES, MAX_FILE_BYTES, MAX_FILES
from discovery_agent.host.files import decode
from discovery_agent.host.recognition import known_applications
from discovery_agent.host.scheduled_jobs import PATTERNS
from discovery_agent.host.secrets import MASK
from discovery_agent.host.service_configuration import SUFFIXES
from discovery_agent.scan.fact_kinds import CONFIGURATION
from discovery_agent.ssh.part import Part, absorb_files, text_lines
from discovery_agent.ssh.privilege import PATH, with_privilege
from discovery_agent.ssh.readings import Readings
from discovery_agent.ssh.secret_lines import mask_lines

_OF_APPLICATIONS = (pattern for known in known_applications() for pattern in known.patterns)
_USUAL = list(dict.fromkeys((*_OF_APPLICATIONS, *PATTERNS)))
_COMMANDS = tuple(pattern for pattern in PATTERNS if not pattern.endswith(".timer"))
_ROOTS = ("/etc/", "/usr/")
_OF_ROOT = " ".join(pattern for pattern in _USUAL if pattern.startswith(_ROOTS))
_OF_OTHERS = " ".join(pattern for pattern in _USUAL if not pattern.startswith(_ROOTS))
# Accounts of services name files in some of these folders: no name may become words of find.
_WHERE_PLAIN = "case $p in [!0-9/]*|*[!A-Za-z0-9_./@+={},-]*) ;; *)"
_SUFFIXES = "\\|".join(SUFFIXES)
_NAMED = f"grep -aohE /[A-Za-z0-9_./@+-]*[.]\\({_SUFFIXES}\\) [0-9]*/cmdline"
# A database server stands in the folder of its data.
_IN_DATA = "[0-9]*/cwd/standby.signal [0-9]*/cwd/postgresql.auto.conf"
_BEGIN, _END = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"
_BASE64 = re.compile(r"[A-Za-z0-9+/=]{1,76}")
_MAX_CERTIFICATE_BYTES = 1 << 16
_IN_FOLDER = re.compile(r"(/proc/\d{1,9}/cwd)/(.*)")
_REGULAR = f"-maxdepth 0 -type f -size -{MAX_FILE_BYTES // 512 + 1} -print -exec grep -aHv ^[[:space:]]*# {{}} +"
# Of files of certificates that root's configuration names: the first certificate. A file may hold its private key
# too, which is never printed: nothing outside of the marks is, and what is no part of a certificate ends it.
_FIRST_CERTIFICATE = (
    "FNR==1\\{p=q=0\\}/-BEGIN.CERTIFICATE-/\\{p=1\\}/PRIVATE/\\{q=q\\|\\|p\\}p\\&\\&\\!q\\{print\\ FILENAME,\\$0\\}"
    "/-END/\\{q=q\\|\\|p\\}"
)
CERTIFICATES = (
    "i=0; s=; case $f in ?*) for w in $(grep -ahoE /[A-Za-z0-9_./+-]+[.]\\(pem\\|crt\\|cer\\|cert\\) $f); do"
    " case $s\\  in *\\ $w\\ *) ;; *) test $i -ge 100 || s=$s\\ $w; i=$((i+1));; esac; done;; esac; case $s in ?*)"
    f" find -L $s -maxdepth 0 -type f -size -{_MAX_CERTIFICATE_BYTES // 512 + 1} -exec awk -v OFS=:"
    f" {_FIRST_CERTIFICATE} {{}} +;; esac"
)
# Where others than root may put files, a link may lead to what is none of theirs: it is not followed.
COMMAND = (
    f"{PATH}; cd /proc; f=; n=0; for p in {_OF_ROOT}; do {_WHERE_PLAIN} test ! -f $p || f=$f\\ $p;; esac; done;"
    f" {CERTIFICATES};"
    f" for p in {_OF_OTHERS} {_IN_DATA} $({_NAMED}); do {_WHERE_PLAIN} test -h $p || test ! -f $p ||"
    f" test $n -ge {MAX_FILES} || case $f\\  in *\\ $p\\ *) ;; *) f=$f\\ $p; n=$((n+1));; esac;; esac; done;"
    f" find -L $f {_REGULAR} | head -c {MAX_BYTES}; exit 0"
)


def absorb(output: bytes, readings: Readings) -> None:
    """The names of files, and the files themselves; those in the folder of a process by the folder's own name."""
    if len(output) >= MAX_BYTES:
        readings.lost.append(f"there is more configuration than the {MAX_BYTES >> 20} MiB that are read of a machine")
    names = [line for line in text_lines(output) if line and ":" not in line]
    found = Readings(files={name if name.startswith("/") else f"/proc/{name}": b"" for name in names})
    absorb_files(output, found)
    for path, text in found.files.items():
        of_process = _IN_FOLDER.match(path)
        folder = readings.links.get(of_process[1]) if of_process else None
        readings.files[f"{folder}/{of_process[2]}" if of_process and folder else path] = text


def with_masked_secrets(output: bytes) -> bytes:
    """The files, secrets in them masked."""
    lines = [decode(line).partition(":") for line in output.split(b"\n")]
    kept: list[str] = []
    for (path, colon), group in groupby(lines, key=itemgetter(0, 1)):
        texts = [line[2] for line in group]
        kept += [f"{path}{colon}{text}" for text in (_masked(path, texts) if colon else texts)]
    return "\n".join(kept).encode()


def _masked(path: str, texts: list[str]) -> Iterable[str]:
    """The lines of a file. Of commands of a shell none is kept, as a secret may stand at any place in them."""
    if any(fnmatchcase(path, pattern) for pattern in _COMMANDS):
        return [MASK if text.strip() else text for text in texts]
    return texts if _is_public(texts) else mask_lines(path, texts)


def _is_public(texts: list[str]) -> bool:
    """Whether lines are a certificate and nothing else."""
    first, *body, last = texts if len(texts) > 2 else ["", ""]  # noqa: PLR2004 - both marks and what is between
    return first == _BEGIN and last == _END and all(_BASE64.fullmatch(text) for text in body)


part = Part(
    "settings",  # after `privileged`, which tells where processes stand
    command=with_privilege(f"c='{COMMAND}'"),
    absorb=absorb,
    facts=CONFIGURATION,
    masked=with_masked_secrets,
)
