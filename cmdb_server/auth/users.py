"""The list of people who may log in, kept by administrators."""

import secrets
from collections.abc import Callable

from cmdb_server.auth.credentials import VerifiedCache, hash_password
from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.graph_store.queries import auth as queries
from cmdb_server.graph_store.store import GraphStore, Transaction

ADMINISTRATOR = "administrator"
_LOCK = "user:first"


class UserExistsError(CmdbError):
    """There is a person of that name already."""

    def __init__(self, name: str) -> None:
        """409, naming the field."""
        remedy = "choose another name, or reset the password of this one"
        error = FieldError("name", name, "is taken", remedy)
        super().__init__(f"the user name {name!r} is taken; {remedy}", 409, "user_exists", (error,))


class LastAdministratorError(CmdbError):
    """Nobody could administer the server any more."""

    def __init__(self, name: str) -> None:
        """409."""
        message = f"{name!r} is the last administrator; make another one first"
        super().__init__(message, 409, "last_administrator")


class Users:
    """Lets people in and shuts them out."""

    def __init__(self, store: GraphStore, clock: Callable[[], int], cache: VerifiedCache) -> None:
        """`clock` in microseconds."""
        self._store = store
        self._clock = clock
        self._cache = cache

    def all(self) -> list[tuple[str, list[str]]]:
        """Everybody with the roles they have, by name."""
        return self._store.read(_all)

    def create(self, name: str, role: str) -> str:
        """A new person; the generated password, which cannot be read again. Raises UserExistsError."""
        password = secrets.token_urlsafe(15)
        properties = {
            "password": hash_password(password),
            "roles": [role],
            "created_at": self._clock(),
            "preferences": "{}",
            "status": "active",
        }

        def create(tx: Transaction) -> None:
            tx.lock([_LOCK])
            if name in dict(_all(tx)):
                raise UserExistsError(name)
            tx.run(queries.SAVE_USER, name=name, properties=properties)

        self._store.write(create)
        return password

    def reset_password(self, name: str) -> str | None:
        """Replace a person's password and end all sessions; the new one, None when there is no such person."""
        password = secrets.token_urlsafe(15)
        properties = {"password": hash_password(password)}

        def reset(tx: Transaction) -> bool:
            tx.lock([_LOCK])
            if name not in dict(_all(tx)):
                return False
            tx.run(queries.UPDATE_USER, name=name, properties=properties)
            tx.run(queries.END_SESSIONS_OF, user=name)
            return True

        is_done = self._store.write(reset)
        self._cache.clear()
        return password if is_done else None

    def remove(self, name: str) -> bool:
        """Shut a person out; False when there is no such person. Raises LastAdministratorError."""

        def remove(tx: Transaction) -> bool:
            tx.lock([_LOCK])
            people = dict(_all(tx))
            if name not in people:
                return False
            if not any(ADMINISTRATOR in roles for other, roles in people.items() if other != name):
                raise LastAdministratorError(name)
            tx.run(queries.UPDATE_USER, name=name, properties={"status": "removed", "roles": [], "password": ""})
            tx.run(queries.END_SESSIONS_OF, user=name)
            return True

        is_done = self._store.write(remove)
        self._cache.clear()
        return is_done


def _all(tx: Transaction) -> list[tuple[str, list[str]]]:
    return [(row["name"], list(row["roles"])) for row in tx.run(queries.USERS)]
