"""Asks rpm what is installed: its database only rpm itself reads reliably."""

from discovery_agent.errors import DiscoveryError
from discovery_agent.host.files import decode, names_in

RPM_FOLDERS = ("/var/lib/rpm", "/usr/lib/sysimage/rpm")
RPM_FORMAT = "%{NAME}\\t%{EPOCHNUM}:%{VERSION}-%{RELEASE}\\t%{ARCH}\\t%{SOURCERPM}\\n"
_RPM_SECONDS = 20


class PackageError(DiscoveryError):
    """A package database is there, but cannot be read."""


def list_packages() -> str | None:
    """The output of rpm for this machine; None where there is no database.

    Raises PackageError when rpm is missing or fails.
    """
    if not any(names_in(folder) for folder in RPM_FOLDERS):
        return None
    return _run(["rpm", "-qa", "--queryformat", RPM_FORMAT])


def _run(command: list[str]) -> str:
    import subprocess  # noqa: PLC0415 - only machines with RPM pay for the import, a twentieth of an inventory

    try:
        done = subprocess.run(  # noqa: S603 - a fixed command of the system's own package manager
            command, capture_output=True, check=True, timeout=_RPM_SECONDS, stdin=subprocess.DEVNULL
        )
    except FileNotFoundError as error:
        raise PackageError("there is an RPM database but no program rpm to read it; install rpm") from error
    except subprocess.CalledProcessError as error:
        raise PackageError(f"rpm failed: {decode(error.stderr).strip()[:200]}; try rpm --rebuilddb") from error
    except subprocess.TimeoutExpired as error:
        raise PackageError(f"rpm did not answer within {_RPM_SECONDS} s; is its database locked?") from error
    return decode(done.stdout)
