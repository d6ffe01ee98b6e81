"""LDAP: the people of a directory, and who has left; the password is read from its file each time, never told."""

import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from ldap3 import NONE, SUBTREE, Connection, Server, Tls
from ldap3.core.exceptions import LDAPException, LDAPInvalidFilterError, LDAPOperationResult
from ldap3.core.results import RESULT_SUCCESS

from cmdb_server.assets.known_people import Known
from cmdb_server.assets.leavers import Leaver
from cmdb_server.errors import CmdbError
from cmdb_server.settings import Settings

MOST_FOUND, MOST_KNOWN = 20_000, 100_000
_TIMEOUT_SECONDS = 20
_PAGE = 500
_TLS = ("tls", "starttls", "none")
_LONGEST = 200
_OURS = ("directory_off", "directory_lost_many")
_PAGED = "1.2.840.113556.1.4.319"  # simple paged results, RFC 2696
_OF_RESULTS = ("result", "description", "dn", "message")
_NOT_ALLOWED = 49  # invalidCredentials
# What stays of an entry when it is renamed: RFC 4530, Active Directory, 389 Directory Server, eDirectory.
_KEYS = ("entryUUID", "objectGUID", "nsUniqueId", "GUID")


class DirectoryError(CmdbError):
    """The directory cannot be asked: it is not set up, or it does not answer as it should."""

    def __init__(self, message: str, code: str = "directory_failed") -> None:
        """502, or 409 where it lies with us; names the setting, never the password."""
        super().__init__(message, 409 if code in _OURS else 502, code)


class _Verified(Tls):
    """TLS as Python's own defaults want it, with the name checked by Python: the library's way is one of its own."""

    def __init__(self, trusted: Path) -> None:
        super().__init__(validate=ssl.CERT_REQUIRED)  # pyright: ignore[reportUnknownMemberType] - types are partial
        self._trusted = None if trusted == Path() else str(trusted)

    def wrap_socket(self, connection: Any, do_handshake: bool = False) -> None:  # noqa: ANN401, ARG002, FBT001, FBT002 - ldap3's own
        context = ssl.create_default_context(cafile=self._trusted)
        connection.socket = context.wrap_socket(connection.socket, server_hostname=connection.server.host)


class Directory:
    """Asks the directory that is set."""

    def __init__(self, settings: Settings) -> None:
        """Nothing is opened yet."""
        self.settings = settings

    @property
    def is_on(self) -> bool:
        """Whether a directory is set up."""
        return bool(self.settings.ldap_host and self.settings.ldap_base)

    def why_off(self) -> str:
        """What is missing, "" where a directory is set up."""
        given = self.settings
        asked = (("CMDB_LDAP_HOST", given.ldap_host), ("CMDB_LDAP_BASE", given.ldap_base))
        missing = [name for name, value in asked if not value]
        return f"no directory is asked: set {' and '.join(missing)} and start the server again" if missing else ""

    def leavers(self) -> list[Leaver]:
        """Everybody who has left, as CMDB_LDAP_LEAVERS says, by all their names. Raises DirectoryError."""
        asked = "CMDB_LDAP_LEAVERS", self.settings.ldap_leavers, MOST_FOUND
        return [Leaver(names) for entry in self._all(*asked) if (names := _names(entry, self.attributes))]

    def people(self) -> list[Known] | None:
        """Everybody, as CMDB_LDAP_PEOPLE says, None where it says nothing. Raises DirectoryError unless it is all."""
        if not self.settings.ldap_people:
            return None
        asked = "CMDB_LDAP_PEOPLE", self.settings.ldap_people, MOST_KNOWN
        return [Known(_key(entry), _names(entry, self.attributes)) for entry in self._all(*asked)]

    @property
    def attributes(self) -> list[str]:
        """By which people are named."""
        return [name.strip() for name in self.settings.ldap_names.split(",") if name.strip()]

    def _all(self, setting: str, wanted: str, most: int) -> list[dict[str, Any]]:
        """All that a filter finds. Raises DirectoryError where that cannot be known."""
        self._check()
        found: list[dict[str, Any]] = []
        try:
            for entry in self._entries(wanted):
                found.append(entry)
                if len(found) > most:
                    message = f"{setting} finds more than {most} people; narrow it, or CMDB_LDAP_BASE"
                    raise DirectoryError(message)
        except LDAPInvalidFilterError as error:
            message = f"{setting}={wanted!r} is no LDAP filter; write it like (loginDisabled=TRUE)"
            raise DirectoryError(message) from error
        except (LDAPException, OSError) as error:
            raise DirectoryError(self._told(error)) from error
        return found

    def _check(self) -> None:
        if why := self.why_off():
            raise DirectoryError(why, "directory_off")
        given = self.settings
        if given.ldap_tls not in _TLS:
            message = f"CMDB_LDAP_TLS={given.ldap_tls!r} is unknown; give one of {', '.join(_TLS)}"
            raise DirectoryError(message)
        if given.ldap_ca_file != Path() and not given.ldap_ca_file.is_file():
            message = f"CMDB_LDAP_CA_FILE={str(given.ldap_ca_file)!r} is no file"
            raise DirectoryError(message)
        if not self.attributes:
            message = "CMDB_LDAP_NAMES names no attribute; give those by which assets name people, like cn,mail"
            raise DirectoryError(message)

    def _entries(self, wanted: str) -> Iterator[dict[str, Any]]:
        """What a filter finds, page by page."""
        connection, cookie = self._connected(), b""
        try:
            while cookie is not None:
                connection.search(
                    self.settings.ldap_base, wanted, SUBTREE, attributes=[*self.attributes, *_KEYS], paged_size=_PAGE,
                    paged_cookie=cookie or None,
                )  # fmt: skip
                # The library raises nothing for some of what is no success, like a server's limit of size or time.
                if connection.result["result"] != RESULT_SUCCESS:
                    raise LDAPOperationResult(**{name: connection.result.get(name) for name in _OF_RESULTS})
                yield from (entry for entry in connection.response if entry.get("type") == "searchResEntry")
                told = connection.result.get("controls", {}).get(_PAGED, {}).get("value", {})
                cookie = told.get("cookie") or None
        finally:
            connection.unbind()

    def _connected(self) -> Any:  # noqa: ANN401 - the library's connection, whose types are partial
        given = self.settings
        tls = _Verified(given.ldap_ca_file)
        server = Server(
            given.ldap_host, given.ldap_port, given.ldap_tls == "tls", tls=tls, get_info=NONE,
            connect_timeout=_TIMEOUT_SECONDS, allowed_referral_hosts=[],
        )  # fmt: skip
        password = self._password() if given.ldap_user else None
        connection: Any = Connection(
            server, given.ldap_user or None, password, receive_timeout=_TIMEOUT_SECONDS, read_only=True,
            check_names=False, auto_referrals=False, raise_exceptions=False,
        )  # fmt: skip
        try:
            connection.open()
            if given.ldap_tls == "starttls":
                connection.start_tls()
            self._log_in(connection)
        except BaseException:
            if connection.socket is not None:
                connection.socket.close()
            raise
        # From here on whatever is no success ends it: a part of those who left is not told as all of them.
        connection.raise_exceptions = True
        return connection

    def _log_in(self, connection: Any) -> None:  # noqa: ANN401 - as above
        if not connection.bind():
            given, result = self.settings, connection.result
            who = "CMDB_LDAP_USER or its password" if result["result"] == _NOT_ALLOWED else "to be asked"
            message = f"{given.ldap_host}:{given.ldap_port} refused {who} ({result['description']})"
            raise DirectoryError(message)

    def _password(self) -> str:
        path = self.settings.ldap_password_file
        if path == Path():
            message = "CMDB_LDAP_USER is set: name the file with its password in CMDB_LDAP_PASSWORD_FILE"
            raise DirectoryError(message)
        try:
            found = path.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is no text"
            message = f"CMDB_LDAP_PASSWORD_FILE={str(path)!r} cannot be read ({reason})"
            raise DirectoryError(message) from error
        if not found:
            # With an empty password a directory lets in anybody, as nobody.
            message = f"CMDB_LDAP_PASSWORD_FILE={str(path)!r} is empty; write the password of CMDB_LDAP_USER into it"
            raise DirectoryError(message)
        return found

    def _told(self, error: Exception) -> str:
        at = f"{self.settings.ldap_host}:{self.settings.ldap_port} (CMDB_LDAP_HOST, CMDB_LDAP_PORT)"
        words = " ".join(str(error).split())[:_LONGEST] or type(error).__name__
        return f"{at} cannot be asked: {words}; see CMDB_LDAP_TLS, CMDB_LDAP_CA_FILE and CMDB_LDAP_BASE"


def _names(entry: dict[str, Any], attributes: list[str]) -> tuple[str, ...]:
    """The names of a person, in the order of the attributes, each once."""
    told: dict[str, Any] = {name.casefold(): value for name, value in entry.get("attributes", {}).items()}
    found: list[str] = []
    for attribute in attributes:
        value = told.get(attribute.casefold(), ())
        texts = cast("list[Any]", value if isinstance(value, list) else [value])
        found += [" ".join(text.split())[:_LONGEST] for text in texts if isinstance(text, str) and text.strip()]
    return tuple(dict.fromkeys(found))


def _key(entry: dict[str, Any]) -> str:
    """What tells an entry from all others, even once it has another name; where the server has none, its DN."""
    told: dict[str, list[bytes]] = {name.casefold(): value for name, value in entry.get("raw_attributes", {}).items()}
    keys = (told.get(name.casefold()) for name in _KEYS)
    return next((value[0].hex() for value in keys if value), str(entry["dn"]).casefold())
