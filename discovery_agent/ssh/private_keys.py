"""Private keys of credentials: each is read once for all the machines of a job, as decrypting one may take a second."""

import io
from collections.abc import Sequence
from weakref import WeakKeyDictionary

from paramiko import ECDSAKey, Ed25519Key, PasswordRequiredException, PKey, RSAKey, SSHException

from discovery_agent.scan.outcomes import BAD_KEY
from discovery_agent.secret import Secret
from discovery_agent.ssh.errors import SshError

_KINDS: Sequence[type[PKey]] = (Ed25519Key, ECDSAKey, RSAKey)
# Lives as long as the job's credential: with it goes the key.
_read: WeakKeyDictionary[Secret, PKey] = WeakKeyDictionary()


def private_key(text: Secret, passphrase: Secret) -> PKey:
    """The key in a text. Raises SshError where it is none or the passphrase is another one."""
    known = _read.get(text)
    if known is None:
        known = _read[text] = _parsed(text.reveal(), passphrase.reveal())
    return known


def _parsed(text: str, passphrase: str) -> PKey:
    for kind in _KINDS:
        try:
            return kind.from_private_key(io.StringIO(text), passphrase or None)
        except PasswordRequiredException as error:
            raise SshError(BAD_KEY, "the private key needs a passphrase, and none is given") from error
        except (SSHException, ValueError, IndexError, UnicodeError, TypeError):
            continue  # a key of another kind
    given = "with this passphrase" if passphrase else "without a passphrase"
    raise SshError(BAD_KEY, f"no Ed25519, ECDSA or RSA key can be read from it {given}")
