"""What a kind of credential is made of, and the checks of what somebody gives for one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from cmdb_server.credential_vault import kinds
from cmdb_server.errors import CmdbError, FieldError
from graph_schema.loading import load_all

LONGEST = 20_000


class CredentialError(CmdbError):
    """A credential cannot be kept as it was given. Never says what was given for a secret."""

    def __init__(self, field: str, message: str, remedy: str, value: str = "***", status: int = 422) -> None:
        """The field at fault and what to do; `value` only of what is no secret."""
        error = FieldError(field, value[:100], message, remedy)
        super().__init__(f"{field} {message}; {remedy}", status, "bad_credential", (error,))


@dataclass(frozen=True)
class Part:
    """One value of a credential. `choices` are the words it may be, none for free text."""

    name: str
    label: str
    doc: str = ""
    is_required: bool = True
    is_long: bool = False
    choices: tuple[str, ...] = ()


def _nothing(_options: Mapping[str, str], _secret: Mapping[str, str]) -> None:
    return None


@dataclass(frozen=True)
class Kind:
    """A kind of credential: `method` is the scan that uses it, `options` are shown, `secret` never is.

    `locks_accounts`: wrong tries of it may lock the account of its user. `check` refuses values that cannot work.
    """

    name: str
    label: str
    method: str
    secret: tuple[Part, ...]
    options: tuple[Part, ...] = ()
    has_user: bool = True
    locks_accounts: bool = False
    check: Callable[[Mapping[str, str], Mapping[str, str]], None] = _nothing

    def account(self, user: str) -> str:
        """The account that wrong tries may lock, "" for none."""
        return f"{self.method}:{user}" if self.locks_accounts else ""


@cache
def known_kinds() -> Mapping[str, Kind]:
    """Every kind by its name."""
    return {kind.name: kind for kind in load_all(kinds, Kind)}


def kind_of(name: str) -> Kind:
    """The kind of a name. Raises CredentialError."""
    found = known_kinds().get(name)
    if found is None:
        raise CredentialError("kind", "is no kind of credential", f"use one of {', '.join(known_kinds())}", name)
    return found


def checked(kind: Kind, user: str, options: Mapping[str, str], secret: Mapping[str, str]) -> dict[str, str]:
    """The secret of a credential that can be kept, without empty parts. Raises CredentialError."""
    if kind.has_user and not user.strip():
        raise CredentialError("user", "is missing", f"give the user name that {kind.label} logs in with", user)
    if not kind.has_user and user:
        raise CredentialError("user", f"has no meaning for {kind.label}", "leave it out", user)
    _check_parts("options", kind.options, options)
    _check_parts("secret", kind.secret, secret)
    given = {name: value for name, value in secret.items() if value}
    kind.check(options, given)
    return given


def _check_parts(field: str, parts: tuple[Part, ...], given: Mapping[str, str]) -> None:
    known = {part.name: part for part in parts}
    for name, value in given.items():
        if name not in known:
            remedy = f"leave it out; there is {', '.join(known) or 'none'}"
            raise CredentialError(f"{field}.{name[:50]}", "is unknown for this kind", remedy)
        if len(value) > LONGEST or "\0" in value:
            raise CredentialError(f"{field}.{name}", "cannot be a value", f"give text of at most {LONGEST} characters")
        if not known[name].is_long and value.strip("\r\n") != value:
            remedy = "give it without: it comes along where a line is copied"
            raise CredentialError(f"{field}.{name}", "begins or ends with a line break", remedy)
    for part in parts:
        value = given.get(part.name, "")
        if part.is_required and not value:
            raise CredentialError(f"{field}.{part.name}", "is missing", f"give the {part.label.lower()}")
        if part.choices and value and value not in part.choices:
            raise CredentialError(
                f"{field}.{part.name}", "is no choice", f"use one of {', '.join(part.choices)}", value
            )
