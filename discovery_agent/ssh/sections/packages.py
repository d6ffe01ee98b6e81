"""Installed packages, from what their managers keep: of text databases only the lines that are interpreted."""

from collections.abc import Callable

from discovery_agent.host.rpm import RPM_FOLDERS, RPM_FORMAT
from discovery_agent.scan.fact_kinds import SOFTWARE
from discovery_agent.ssh.part import Part, absorb_files
from discovery_agent.ssh.readings import Readings

_DPKG = "/var/lib/dpkg/status"
_APK = "/lib/apk/db/installed"


def _as_file(path: str) -> Callable[[bytes, Readings], None]:
    def absorb(output: bytes, readings: Readings) -> None:
        if output:
            readings.files[path] = output

    return absorb


def absorb_rpm(output: bytes, readings: Readings) -> None:
    """The output of rpm, where there is a database."""
    if output:
        readings.rpm = output.decode("utf-8", "replace")
        readings.present.add(RPM_FOLDERS[0])


dpkg = Part(
    "dpkg",
    marks=(_DPKG, "/var/lib/dpkg/status.d"),
    command=f"[ ! -e {_DPKG} ] || t grep -aE '^(Package|Status|Version|Architecture|Source): |^$' {_DPKG}",
    absorb=_as_file(_DPKG),
    facts=SOFTWARE.name,
)
dpkg_parts = Part(
    "dpkg_parts",
    command="[ ! -d /var/lib/dpkg/status.d ] || t grep -aH ^ /var/lib/dpkg/status.d/*",
    absorb=absorb_files,
    facts=SOFTWARE.name,
)
apk = Part(
    "apk",
    marks=(_APK, f"/usr{_APK}"),
    command=f"for f in {_APK} /usr{_APK}; do [ ! -e $f ] || t grep -E '^([PVAo]:|$)' $f; done",
    absorb=_as_file(_APK),
    facts=SOFTWARE.name,
)
rpm = Part(
    "rpm",
    command=f'q=; for f in {" ".join(RPM_FOLDERS)}; do [ ! -d $f ] || [ -z "$(ls $f)" ] || q=1; done;'
    f" [ -z \"$q\" ] || t rpm -qa --queryformat '{RPM_FORMAT}'",
    absorb=absorb_rpm,
    is_all_or_nothing=True,
    facts=SOFTWARE.name,
)
pacman = Part("pacman", marks=("/var/lib/pacman/local/*",), facts=SOFTWARE.name)
