"""The terms under which people are given things: texts with versions, each for some categories of assets.

A text that was ever in force is kept under its fingerprint, the SHA-256 of its UTF-8: what somebody signed can be read
again whatever the terms have become.
"""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

import msgspec

from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.graph_store.queries import assets as queries
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.itsm.categories import CATEGORIES
from cmdb_server.itsm.rule_book import RuleBook, Versioned

_KEY = "acceptance_terms"
_MOST, _LONGEST_NAME, _LONGEST_TEXT, _LONGEST_PAUSE = 20, 100, 50_000, 365


class TermsText(msgspec.Struct, frozen=True):
    """A text for assets of some categories, of all others without any; `version` rises with its words."""

    name: str
    text: str
    categories: tuple[str, ...] = ()
    version: int = 1

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the text, in hexadecimal."""
        return sha256(self.text.encode()).hexdigest()

    @property
    def label(self) -> str:
        """How it is called."""
        return f"{self.name}, version {self.version}"


class Terms(Versioned, frozen=True):
    """The texts in force; who has not answered is reminded every `remind_days` days (0: never)."""

    texts: tuple[TermsText, ...] = ()
    remind_days: int = 7

    def of(self, category: str) -> TermsText | None:
        """The text for a category, None where nothing is asked of who holds such a thing."""
        own = (text for text in self.texts if category in text.categories)
        return next(own, next((text for text in self.texts if not text.categories), None))


class TermsRefusedError(CmdbError):
    """Terms that make no sense."""

    def __init__(self, error: FieldError) -> None:
        """422, with the field that is wrong."""
        message = f"{error.field} {error.value!r} {error.message}; {error.remedy}"
        super().__init__(message, 422, "terms_refused", (error,))


class TermsChangedError(CmdbError):
    """Somebody else has saved other terms."""

    def __init__(self, version: int) -> None:
        """412, naming the present version."""
        message = f"the terms were changed meanwhile (version {version}); read them again"
        super().__init__(message, 412, "terms_changed")


class TermsBook:
    """Reads and saves the terms; safe to use from several threads and processes."""

    def __init__(self, store: GraphStore, clock: Callable[[], int]) -> None:
        """`clock` in microseconds."""
        self._store, self._clock = store, clock
        self._book = RuleBook(store, _KEY, Terms(), clock)

    def current(self) -> Terms:
        """The terms in force."""
        return self._book.current()

    def save(self, texts: Sequence[TermsText], remind_days: int, who: str, version: int | None) -> Terms:
        """Let other terms hold; `version` is that of those that were edited, None for any.

        Raises TermsRefusedError, TermsChangedError.
        """
        if error := _wrong(texts, remind_days):
            raise TermsRefusedError(error)
        before = self.current()
        made = versioned(before.texts, texts)
        # Kept before they hold: nobody signs a text that cannot be read again.
        at = self._clock()
        rows = [{"key": one.fingerprint, "properties": {**_told(one), "kept_at": at}} for one in made]
        self._store.write(lambda tx: tx.run(queries.KEEP_TERMS, rows=rows))
        basis = before.version if version is None else version
        return self._book.save(Terms(texts=made, remind_days=remind_days), who, basis, TermsChangedError)

    def kept(self, fingerprint: str) -> TermsText | None:
        """A text that is or was in force, None where there was none of that fingerprint."""
        rows = self._store.read(lambda tx: tx.run(queries.TERMS, key=fingerprint.lower()))
        if not rows:
            return None
        kept = rows[0]["properties"]
        return TermsText(kept["name"], kept["text"], (), kept["version"])


def versioned(before: Iterable[TermsText], wanted: Iterable[TermsText]) -> tuple[TermsText, ...]:
    """Texts with their versions: one more than that of the text of that name, where its words are others; pure."""
    known = {one.name.casefold(): one for one in before}
    made: list[TermsText] = []
    for one in wanted:
        old = known.get(one.name.strip().casefold())
        version = 1 if old is None else old.version + (old.text != one.text)
        made.append(TermsText(one.name.strip(), one.text, tuple(sorted(set(one.categories))), version))
    return tuple(made)


def _told(one: TermsText) -> dict[str, str | int]:
    return {"name": one.name, "text": one.text, "version": one.version}


def _wrong(texts: Sequence[TermsText], remind_days: int) -> FieldError | None:
    if not 0 <= remind_days <= _LONGEST_PAUSE:
        remedy = f"give 1 to {_LONGEST_PAUSE}, or 0 for never"
        return FieldError("remind_days", str(remind_days), "is no number of days", remedy)
    if len(texts) > _MOST:
        return FieldError("texts", str(len(texts)), "are too many", f"give at most {_MOST}")
    names, taken = set[str](), dict[str, str]()
    for turn, one in enumerate(texts):
        at = f"texts[{turn}]"
        if error := _wrong_text(at, one):
            return error
        if (name := one.name.strip().casefold()) in names:
            return FieldError(f"{at}.name", one.name[:100], "is there twice", "give each text a name of its own")
        names.add(name)
        for category in one.categories or ("",):
            if category in taken:
                what = category or "all others"
                remedy = f"{taken[category]!r} is for {what} already; take it out of one of the two"
                return FieldError(f"{at}.categories", what, "has a text already", remedy)
            taken[category] = one.name
    return None


def _wrong_text(at: str, one: TermsText) -> FieldError | None:
    if not one.name.strip() or len(one.name) > _LONGEST_NAME or not one.name.isprintable():
        return FieldError(f"{at}.name", one.name[:100], "is no name", f"give 1 to {_LONGEST_NAME} characters")
    if not one.text.strip() or len(one.text) > _LONGEST_TEXT or "\0" in one.text:
        message = f"has {len(one.text)} characters" if one.text.strip() else "is empty"
        return FieldError(f"{at}.text", one.text[:100], message, f"write 1 to {_LONGEST_TEXT}, none of them a NUL")
    if wrong := [name for name in one.categories if name not in CATEGORIES]:
        return FieldError(f"{at}.categories", wrong[0][:100], "is no category", f"give some of {', '.join(CATEGORIES)}")
    return None
