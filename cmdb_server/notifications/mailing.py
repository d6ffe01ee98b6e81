"""SMTP: one connection for what is due, from settings; the password is read from its file each time, never told."""

import contextlib
import smtplib
import ssl
from collections.abc import Generator
from email.message import EmailMessage
from pathlib import Path
from typing import NamedTuple

from cmdb_server.errors import CmdbError
from cmdb_server.settings import Settings

_TIMEOUT_SECONDS = 20.0
_TLS = ("starttls", "tls", "none")
_PERMANENT = 500


class MailError(CmdbError):
    """Mail cannot be sent: it is not set up, or the server does not take it."""

    def __init__(self, message: str, code: str = "mail_failed") -> None:
        """502, or 409 where nothing is set up; names the setting, never the password."""
        super().__init__(message, 409 if code == "mail_off" else 502, code)


class Refusal(NamedTuple):
    """Why a mail was not taken; `is_final`: the server says that no other try is of use."""

    reason: str
    is_final: bool


class Session:
    """An open connection that takes mails."""

    def __init__(self, smtp: smtplib.SMTP, sender: str) -> None:
        """`sender` is that of the envelope."""
        self._smtp, self._sender = smtp, sender

    def send(self, mail: EmailMessage) -> Refusal | None:
        """Hand over a mail; None where it was taken. Raises MailError where the connection is gone."""
        try:
            self._smtp.send_message(mail, self._sender, [mail["To"].addresses[0].addr_spec])
        except smtplib.SMTPRecipientsRefused as error:
            code, text = next(iter(error.recipients.values()))
            return Refusal(f"{code} {_words(text)}", code >= _PERMANENT)
        except smtplib.SMTPSenderRefused as error:
            # What is wrong with the sender or the log-in is mended by the operator, and is of no mail in particular.
            return Refusal(f"{error.smtp_code} {_words(error.smtp_error)} (CMDB_MAIL_FROM)", is_final=False)
        except smtplib.SMTPResponseException as error:
            return Refusal(f"{error.smtp_code} {_words(error.smtp_error)}", error.smtp_code >= _PERMANENT)
        except (smtplib.SMTPException, OSError) as error:
            raise MailError(f"the mail server stopped answering ({type(error).__name__})") from error
        return None


class Mailer:
    """Opens connections to the mail server that is set."""

    def __init__(self, settings: Settings) -> None:
        """Nothing is opened yet."""
        self.settings = settings

    @property
    def is_on(self) -> bool:
        """Whether mail is set up."""
        return bool(self.settings.smtp_host and self.settings.mail_from)

    def why_off(self) -> str:
        """What is missing, "" where mail is set up."""
        missing = [name for name, value in (("CMDB_SMTP_HOST", self.settings.smtp_host),
                                            ("CMDB_MAIL_FROM", self.settings.mail_from)) if not value]  # fmt: skip
        return f"mail is not set up: set {' and '.join(missing)} and start the server again" if missing else ""

    @contextlib.contextmanager
    def session(self) -> Generator[Session]:
        """A connection that is logged in. Raises MailError."""
        if why := self.why_off():
            raise MailError(why, "mail_off")
        try:
            smtp = self._connect()
        except (smtplib.SMTPException, OSError) as error:
            raise MailError(self._told(error)) from error
        try:
            yield Session(smtp, self.settings.mail_from)
        finally:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                smtp.quit()

    def _connect(self) -> smtplib.SMTP:
        given = self.settings
        if given.smtp_tls not in _TLS:
            raise MailError(f"CMDB_SMTP_TLS={given.smtp_tls!r} is unknown; give one of {', '.join(_TLS)}")
        where = (given.smtp_host, given.smtp_port)
        if given.smtp_tls == "tls":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(*where, timeout=_TIMEOUT_SECONDS, context=self._trusted())
        else:
            smtp = smtplib.SMTP(*where, timeout=_TIMEOUT_SECONDS)
        try:
            if given.smtp_tls == "starttls":
                smtp.starttls(context=self._trusted())
            if given.smtp_user:
                smtp.login(given.smtp_user, self._password())
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _trusted(self) -> ssl.SSLContext:
        file = self.settings.smtp_ca_file
        return ssl.create_default_context(cafile=None if file == Path() else str(file))

    def _password(self) -> str:
        path = self.settings.smtp_password_file
        if path == Path():
            raise MailError("CMDB_SMTP_USER is set: name the file with its password in CMDB_SMTP_PASSWORD_FILE")
        try:
            return path.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is no text"
            raise MailError(f"CMDB_SMTP_PASSWORD_FILE={str(path)!r} cannot be read ({reason})") from error

    def _told(self, error: Exception) -> str:
        at = f"{self.settings.smtp_host}:{self.settings.smtp_port} (CMDB_SMTP_HOST, CMDB_SMTP_PORT)"
        if isinstance(error, smtplib.SMTPAuthenticationError):
            return f"{at} refused CMDB_SMTP_USER or its password"
        if isinstance(error, smtplib.SMTPNotSupportedError):
            return f"{at}: {error}; see CMDB_SMTP_TLS"
        reason = getattr(error, "strerror", None) or type(error).__name__
        return f"{at} cannot be used: {reason}"


def _words(text: bytes | str) -> str:
    """What a server says, on one line."""
    shown = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return " ".join(shown.split())[:300]
