"""Installed packages, from what their managers keep: of text databases only the lines that are interpreted."""

from collections.abc import Callable

from discovery_agent.host.rpm import RPM_FOLDERS, RPM_FORMAT
from discovery_agent.ssh.part import Part, absorb_files
from discovery_agent.ssh.readings import Readings

_DPKG = "/var/lib/dpkg/status"
_APK = "/lib/apk/db/installed"
_PARTS = "/var/lib/dpkg/status.d/*"


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
    f"[ ! -r {_DPKG} ] || t grep -aE '^(Package|Status|Version|Architecture|Source): |^$' {_DPKG}",
    _as_file(_DPKG),
)
dpkg_parts = Part("dpkg_parts", f"[ ! -d {_PARTS.removesuffix('/*')} ] || t grep -aH ^ {_PARTS}", absorb_files)
apk = Part("apk", f"for f in {_APK} /usr{_APK}; do [ ! -r $f ] || t grep -E '^([PVAo]:|$)' $f; done", _as_file(_APK))
rpm = Part(
    "rpm",
    f'for f in {" ".join(RPM_FOLDERS)}; do [ -d $f ] && [ -n "$(ls $f)" ] || continue;'
    f" t rpm -qa --queryformat '{RPM_FORMAT}'; break; done",
    absorb_rpm,
)
