"""The options by which a command is told with what devices are asked; secrets come from files, never from the line."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from discovery_agent.secret import Secret
from discovery_agent.settings import SettingError, text_of
from discovery_agent.snmp.fast_session import AUTHENTICATIONS, PRIVACIES
from discovery_agent.snmp.session import NO_SECRET, PORT, Credential

_LAST_PORT = 65_535


def add_credential_options(parser: ArgumentParser) -> None:
    """The options of SNMP version 1, 2c and 3."""
    parser.add_argument(
        "--community-file", type=Path, metavar="FILE", help="file with the community (version 1 and 2c)"
    )
    parser.add_argument("--snmp-version", choices=("1", "2c"), default="2c", help="version, where no user is given")
    parser.add_argument("--user", default="", metavar="NAME", help="user of version 3")
    parser.add_argument("--authentication", choices=AUTHENTICATIONS, default="", help="how the user is authenticated")
    parser.add_argument("--authentication-file", type=Path, metavar="FILE", help="file with the user's passphrase")
    parser.add_argument("--privacy", choices=PRIVACIES, default="", help="how answers are encrypted")
    parser.add_argument("--privacy-file", type=Path, metavar="FILE", help="file with the passphrase for that")
    parser.add_argument("--port", type=int, default=PORT, metavar="N", help=f"port of the devices (default: {PORT})")


def credential_of(given: Namespace) -> Credential:
    """The credential that the options tell. Raises SettingError."""
    if not given.user and given.community_file is None:
        raise SettingError(
            "--community-file or --user is missing; give the file with the community, or a user of version 3"
        )
    if not 0 < given.port <= _LAST_PORT:
        raise SettingError(f"--port={given.port} is no port; give 1 to {_LAST_PORT:,}")
    for option, protocol, file in (
        ("authentication", given.authentication, given.authentication_file),
        ("privacy", given.privacy, given.privacy_file),
    ):
        if bool(protocol) != (file is not None):
            raise SettingError(f"--{option} and --{option}-file go together; give both or neither")
    return Credential(
        community=_secret("--community-file", given.community_file),
        user=given.user,
        authentication=given.authentication,
        authentication_secret=_secret("--authentication-file", given.authentication_file),
        privacy=given.privacy,
        privacy_secret=_secret("--privacy-file", given.privacy_file),
        version=given.snmp_version,
    )


def _secret(option: str, file: Path | None) -> Secret:
    if file is None:
        return NO_SECRET
    found = text_of(file, f"{option}={file}").strip()
    if not found:
        raise SettingError(f"{option}={file} is empty; put the secret into it")
    return Secret(found)
