"""The options by which a command is told how to log in; secrets come from files, never from the line."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from discovery_agent.scan.job import SSH_PORT, Credential
from discovery_agent.secret import Secret
from discovery_agent.settings import SettingError, text_of

_LAST_PORT = 65_535


def add_ssh_options(parser: ArgumentParser) -> None:
    """The options of a login over SSH."""
    parser.add_argument("--ssh-user", default="", metavar="NAME", help="account on the machine, to read it over SSH")
    parser.add_argument("--ssh-key-file", type=Path, metavar="FILE", help="file with the private key of the account")
    parser.add_argument("--ssh-passphrase-file", type=Path, metavar="FILE", help="file with the passphrase of that key")
    parser.add_argument("--ssh-password-file", type=Path, metavar="FILE", help="file with the password of the account")
    parser.add_argument("--sudo-password-file", type=Path, metavar="FILE", help="file with the password sudo asks for")
    parser.add_argument(
        "--ssh-port", type=int, default=SSH_PORT, metavar="N", help=f"port of the SSH server (default: {SSH_PORT})"
    )


def ssh_credential_of(given: Namespace) -> Credential | None:
    """The credential that the options tell; None where they name no account. Raises SettingError."""
    if not given.ssh_user:
        return None
    if (given.ssh_key_file is None) == (given.ssh_password_file is None):
        raise SettingError("--ssh-user needs --ssh-key-file or --ssh-password-file, one of them")
    if given.ssh_passphrase_file is not None and given.ssh_key_file is None:
        raise SettingError("--ssh-passphrase-file is for --ssh-key-file, which is missing")
    if not 0 < given.ssh_port <= _LAST_PORT:
        raise SettingError(f"--ssh-port={given.ssh_port} is no port; give 1 to {_LAST_PORT:,}")
    options = ("ssh_key_file", "ssh_passphrase_file", "ssh_password_file", "sudo_password_file")
    names = ("private_key", "passphrase", "password", "sudo_password")
    files = {name: (option, getattr(given, option)) for name, option in zip(names, options, strict=True)}
    secret = {name: _secret(option, file) for name, (option, file) in files.items() if file is not None}
    kind = "ssh_password" if given.ssh_key_file is None else "ssh_key"
    return Credential("command line", kind, given.ssh_user, secret)


def _secret(option: str, file: Path) -> Secret:
    shown = f"--{option.replace('_', '-')}={file}"
    found = text_of(file, shown)
    kept = found if option == "ssh_key_file" else found.strip("\r\n")
    if not kept:
        raise SettingError(f"{shown} is empty; put the secret into it")
    if option != "ssh_key_file" and "\n" in kept:
        raise SettingError(f"{shown} has several lines; a password is one")
    return Secret(kept)
