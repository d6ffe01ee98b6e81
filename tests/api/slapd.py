"""A real LDAP server (OpenLDAP's slapd) with TLS on the loopback and a few people, as root or not."""

import shutil
import socket
import subprocess
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import NAMESPACE_OID, UUID, uuid5

from tests.api.receiving import free_port
from tests.waiting import wait_until

SLAPD = shutil.which("slapd") or shutil.which("slapd", path="/usr/sbin:/sbin")
BASE, ADMIN = "dc=example,dc=org", "cn=cmdb,dc=example,dc=org"
# Is given no more than 600 people, however they are asked for.
STINTED = "cn=stinted,dc=example,dc=org"
_CONFIGURATION = """
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
TLSCertificateFile {folder}/server.pem
TLSCertificateKeyFile {folder}/server.key
sizelimit 500
require bind
database mdb
suffix "dc=example,dc=org"
rootdn "cn=root,dc=example,dc=org"
directory {folder}/data
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact="cn=cmdb,dc=example,dc=org" read by dn.exact="cn=stinted,dc=example,dc=org" read by * none
limits dn.exact="cn=cmdb,dc=example,dc=org" size.soft=500 size.hard=500 size.prtotal=unlimited
limits dn.exact="cn=stinted,dc=example,dc=org" size.soft=500 size.hard=500 size.prtotal=600
"""
_TOP = f"""dn: {BASE}
objectClass: dcObject
objectClass: organization
o: Example

dn: {ADMIN}
objectClass: organizationalRole
objectClass: simpleSecurityObject
cn: cmdb
userPassword: {{password}}

dn: {STINTED}
objectClass: organizationalRole
objectClass: simpleSecurityObject
cn: stinted
userPassword: {{password}}

dn: ou=people,{BASE}
objectClass: organizationalUnit
ou: people
"""
_PERSON = """
dn: uid={uid},ou=people,dc=example,dc=org
objectClass: inetOrgPerson
uid: {uid}
cn: {name}
sn: {uid}
mail: {uid}@example.org
employeeType: {kind}
entryUUID: {key}
"""


@dataclass(frozen=True)
class Person:
    """Somebody in the directory, who has left or not."""

    uid: str
    name: str
    has_left: bool = True
    turn: int = 1

    @property
    def key(self) -> UUID:
        """Stays with an entry whatever it is called; who is made anew has the one of the next turn."""
        return uuid5(NAMESPACE_OID, f"{self.uid} {self.turn}")


@dataclass(frozen=True)
class Serves:
    """Where it is asked: in plain words with StartTLS, and with TLS from the beginning."""

    plain: int
    tls: int


@contextmanager
def ldap_server(certified: Path, password: str, people: list[Person]) -> Generator[Serves]:
    """A directory, by server.pem and server.key of a folder, until the block ends."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "data").mkdir()
        for name in ("server.pem", "server.key"):
            shutil.copy(certified / name, folder / name)
        file = folder / "slapd.conf"
        file.write_text(_CONFIGURATION.format(folder=folder), encoding="utf-8")
        entries = folder / "people.ldif"
        entries.write_text("".join((_TOP.format(password=password), *map(_told, people))), encoding="utf-8")
        filled = [str(SLAPD), "-T", "add", "-f", str(file), "-l", str(entries)]
        subprocess.run(filled, check=True, capture_output=True)
        with _serving(file) as started:
            yield started


def _told(one: Person) -> str:
    return _PERSON.format(uid=one.uid, name=one.name, kind="left" if one.has_left else "staff", key=one.key)


@contextmanager
def _serving(file: Path) -> Generator[Serves]:
    serves = Serves(free_port(), free_port())
    addresses = f"ldap://127.0.0.1:{serves.plain} ldaps://127.0.0.1:{serves.tls}"
    running = subprocess.Popen([str(SLAPD), "-f", str(file), "-h", addresses, "-d", "0"])
    try:
        wait_until(lambda: running.poll() is not None or _answers(serves.tls))
        assert running.poll() is None, "slapd ended at once"
        yield serves
    finally:
        running.terminate()
        running.wait(timeout=20)


def _answers(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0
