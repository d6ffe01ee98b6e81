"""IMAP: a mailbox that mail to records arrives in; the password is read from its file each time, never told."""

import contextlib
import imaplib
import re
import ssl
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from cmdb_server.errors import CmdbError
from cmdb_server.settings import Settings

_TIMEOUT_SECONDS = 20.0
_TLS = ("tls", "starttls", "none")
_HEAD_BYTES = 64 << 10
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
# A piece of an answer: a line, or a line with the bytes that it announces.
_Piece: TypeAlias = bytes | tuple[bytes, bytes]
_FAILURES = (imaplib.IMAP4.error, OSError)
# What may stand in a quoted text of a command.
_QUOTABLE = re.compile(r"[\x20-\x7e]{1,250}")


class MailInError(CmdbError):
    """Mail cannot be fetched: it is not set up, or the server does not give it."""

    def __init__(self, message: str, code: str = "mail_in_failed") -> None:
        """502, or 409 where nothing is set up; names the setting, never the password."""
        super().__init__(message, 409 if code == "mail_in_off" else 502, code)


class Waiting(NamedTuple):
    """A mail that waits: its number in the folder, its bytes, its head."""

    uid: str
    size: int
    head: bytes


class Session:
    """An open connection that is in the folder where mail arrives."""

    def __init__(self, imap: imaplib.IMAP4, at: str) -> None:
        """`at` names the server in what is told of errors."""
        self._imap, self._at = imap, at
        self._made: set[str] = set()

    def uids(self) -> list[str]:
        """The numbers of the mails in the folder, the oldest first."""
        return self._found("UNDELETED")

    def waiting(self, uid: str) -> Waiting | None:
        """The head of a mail, None where it has gone meanwhile."""
        found = self._asked("FETCH", uid, f"(RFC822.SIZE BODY.PEEK[HEADER]<0.{_HEAD_BYTES}>)")
        head = next((part for part in found if isinstance(part, tuple)), None)
        if head is None:
            return None
        told = b" ".join(part[0] if isinstance(part, tuple) else part for part in found if part)
        size = _SIZE.search(told)
        return Waiting(uid, int(size[1]) if size else len(head[1]), head[1])

    def whole(self, uid: str) -> bytes:
        """A mail, b"" where it has gone meanwhile."""
        found = self._asked("FETCH", uid, "(BODY.PEEK[])")
        return next((part[1] for part in found if isinstance(part, tuple)), b"")

    def move(self, uid: str, folder: str) -> None:
        """Put a mail into another folder, made where there is none."""
        if folder not in self._made:
            # A folder that is there is not made again, which is no error.
            self._tried(lambda: self._imap.create(_quoted(folder)))
            self._made.add(folder)
        if "MOVE" in self._imap.capabilities:
            self._asked("MOVE", uid, _quoted(folder))
            return
        self._asked("COPY", uid, _quoted(folder))
        # Not expunged where only all that is deleted can be: that would be for whoever else uses the mailbox to say.
        self._asked("STORE", uid, "+FLAGS.SILENT", r"(\Deleted)")
        if "UIDPLUS" in self._imap.capabilities:
            self._asked("EXPUNGE", uid)

    def go_to(self, folder: str) -> int:
        """Be in another folder, made where there is none; how many mails are there."""
        done, _ = self._tried(lambda: self._imap.select(_quoted(folder)))
        if done != "OK":
            self._tried(lambda: self._imap.create(_quoted(folder)))
            done, _ = self._tried(lambda: self._imap.select(_quoted(folder)))
        if done != "OK":
            message = f"{self._at} has no folder {folder!r} and makes none; see CMDB_IMAP_FOLDER and the others"
            raise MailInError(message)
        return len(self.uids())

    def of_message(self, message_id: str) -> list[str]:
        """The numbers of the mails of a Message-ID (no brackets) in the folder."""
        if not _QUOTABLE.fullmatch(message_id):
            return []
        return self._found("HEADER", "Message-ID", _quoted(message_id))

    def _found(self, *wanted: str) -> list[str]:
        told = self._asked("SEARCH", *wanted)[0]
        return told.decode().split() if isinstance(told, bytes) else []

    def _asked(self, command: str, *given: str) -> Sequence[_Piece]:
        done, found = self._tried(lambda: self._imap.uid(command, *given))
        if done != "OK":
            told = b" ".join(part for part in found if isinstance(part, bytes)).decode("utf-8", "replace")
            message = f"{self._at} refused {command}: {' '.join(told.split())[:200]}"
            raise MailInError(message)
        return [part for part in found if part] or [b""]

    def _tried(self, ask: Any) -> tuple[str, list[Any]]:  # noqa: ANN401 - what the library answers has no types
        try:
            return ask()
        except _FAILURES as error:
            message = f"{self._at} stopped answering ({type(error).__name__})"
            raise MailInError(message) from error


class Mailbox:
    """Opens connections to the mailbox that is set."""

    def __init__(self, settings: Settings) -> None:
        """Nothing is opened yet."""
        self.settings = settings

    @property
    def is_on(self) -> bool:
        """Whether a mailbox is set up."""
        return bool(self.settings.imap_host and self.settings.imap_user)

    def why_off(self) -> str:
        """What is missing, "" where a mailbox is set up."""
        given = self.settings
        asked = (("CMDB_IMAP_HOST", given.imap_host), ("CMDB_IMAP_USER", given.imap_user))
        missing = [name for name, value in asked if not value]
        return f"no mail comes in: set {' and '.join(missing)} and start the server again" if missing else ""

    @contextlib.contextmanager
    def session(self) -> Generator[Session]:
        """A connection that is logged in and in the folder where mail arrives. Raises MailInError."""
        if why := self.why_off():
            raise MailInError(why, "mail_in_off")
        given = self.settings
        self._check()
        try:
            imap = self._connect()
        except _FAILURES as error:
            raise MailInError(self._told(error)) from error
        try:
            session = Session(imap, f"{given.imap_host}:{given.imap_port}")
            session.go_to(given.imap_folder)
            yield session
        finally:
            with contextlib.suppress(*_FAILURES):
                imap.logout()

    def _check(self) -> None:
        given = self.settings
        if given.imap_tls not in _TLS:
            message = f"CMDB_IMAP_TLS={given.imap_tls!r} is unknown; give one of {', '.join(_TLS)}"
            raise MailInError(message)
        names = {
            "CMDB_IMAP_FOLDER": given.imap_folder,
            "CMDB_IMAP_TAKEN_FOLDER": given.imap_taken_folder,
            "CMDB_IMAP_REFUSED_FOLDER": given.imap_refused_folder,
        }
        for name, folder in names.items():
            if not _QUOTABLE.fullmatch(folder) or list(names.values()).count(folder) > 1:
                message = f"{name}={folder!r} cannot be used; give three names of folders, in letters without accents"
                raise MailInError(message)

    def _connect(self) -> imaplib.IMAP4:
        given, password = self.settings, self._password()
        where: tuple[str, int] = (given.imap_host, given.imap_port)
        if given.imap_tls == "tls":
            imap: imaplib.IMAP4 = imaplib.IMAP4_SSL(*where, ssl_context=self._trusted(), timeout=_TIMEOUT_SECONDS)
        else:
            imap = imaplib.IMAP4(*where, timeout=_TIMEOUT_SECONDS)
        try:
            if given.imap_tls == "starttls":
                imap.starttls(self._trusted())
            try:
                imap.login(given.imap_user, password)
            except imaplib.IMAP4.error as error:
                message = f"{where[0]}:{where[1]} refused CMDB_IMAP_USER or its password"
                raise MailInError(message) from error
            # What a server can do, it tells in full only to who has logged in.
            imap.capabilities = tuple(imap.capability()[1][0].decode().upper().split())
        except BaseException:
            imap.shutdown()
            raise
        return imap

    def _trusted(self) -> ssl.SSLContext:
        file = self.settings.imap_ca_file
        return ssl.create_default_context(cafile=None if file == Path() else str(file))

    def _password(self) -> str:
        path = self.settings.imap_password_file
        if path == Path():
            message = "CMDB_IMAP_USER is set: name the file with its password in CMDB_IMAP_PASSWORD_FILE"
            raise MailInError(message)
        try:
            return path.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is no text"
            message = f"CMDB_IMAP_PASSWORD_FILE={str(path)!r} cannot be read ({reason})"
            raise MailInError(message) from error

    def _told(self, error: Exception) -> str:
        at = f"{self.settings.imap_host}:{self.settings.imap_port} (CMDB_IMAP_HOST, CMDB_IMAP_PORT)"
        reason = getattr(error, "strerror", None) or getattr(error, "verify_message", None) or type(error).__name__
        return f"{at} cannot be used: {reason}; see CMDB_IMAP_TLS"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", r"\\").replace('"', r"\"") + '"'
