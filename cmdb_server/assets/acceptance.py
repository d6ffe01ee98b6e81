"""Whether who holds an asset has accepted it: asked when it is handed over, answered once, gone when it comes back.

Pure. What was signed stays in the timeline.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cmdb_server.assets.terms import Terms, TermsText
from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.itsm.record import Change, Record
from cmdb_server.itsm.workflow import RecordRefusedError
from cmdb_server.timestamps import rfc3339

ACCEPTANCE, ASKED, TERMS, FINGERPRINT = (
    "acceptance", "acceptance_asked", "acceptance_terms", "acceptance_fingerprint",
)  # fmt: skip
ANSWERED, SIGNED_BY, REASON = "acceptance_answered", "acceptance_by", "acceptance_reason"
FIELDS = (ACCEPTANCE, ASKED, ANSWERED, SIGNED_BY, TERMS, FINGERPRINT, REASON)
WAITING, ACCEPTED, REFUSED = "waiting", "accepted", "refused"
# In these somebody has it to use; in those it is away for a while and stays theirs.
_HELD, _AWAY = ("in_use", "lent"), ("in_repair", "lost")
_SECOND, _LONGEST_NAME, _LONGEST_REASON = 1_000_000, 200, 2_000


@dataclass(frozen=True)
class Answer:
    """What a holder says: accepted, signed with their name, or refused and why; `fingerprint` is of what they read."""

    is_accepted: bool
    name: str
    reason: str
    fingerprint: str


class NotAskedError(CmdbError):
    """An answer to what is not asked, or no longer."""

    def __init__(self, number: str, why: str) -> None:
        """409."""
        super().__init__(f"the acceptance of {number} is not asked: {why}", 409, "not_asked")


class TermsReplacedError(CmdbError):
    """An answer to terms that were replaced while they were read."""

    def __init__(self, text: TermsText) -> None:
        """409."""
        message = f"the terms were changed while you read them ({text.label}); read them again"
        super().__init__(message, 409, "terms_replaced")


def following(before: Record, after: Record, terms: Terms, now: int) -> Record:
    """An asset with what follows for its acceptance from its holder and its state; `now` in microseconds."""
    holder, is_same = after.value("holder"), _is_same_custody(before, after)
    if after.state in _AWAY:
        return after if is_same else _cleared(after)
    if after.state not in _HELD or not holder:
        return _cleared(after)
    if is_same:
        return after
    text = terms.of(after.value("category"))
    return _cleared(after) if text is None else asked(after, text, now)


def asked(record: Record, text: TermsText, now: int) -> Record:
    """An asset whose holder is asked to accept it, anew."""
    told = {ACCEPTANCE: WAITING, ASKED: rfc3339(now // _SECOND * _SECOND), TERMS: text.label}
    return replace(record, values={**_kept(record), **told, FINGERPRINT: text.fingerprint})


def withdrawn(record: Record) -> Record:
    """An asset whose holder is not asked any longer."""
    return _cleared(record)


def why_not_held(record: Record) -> FieldError | None:
    """Why nobody can be asked to accept an asset, None where somebody can."""
    if record.state in _HELD and record.value("holder"):
        return None
    remedy = "assign or lend it to somebody first"
    return FieldError("number", record.number, "is with nobody who could accept it", remedy)


def answered(record: Record, answer: Answer, text: TermsText | None, now: int) -> Record:
    """The asset with its holder's answer. Raises NotAskedError, TermsReplacedError, RecordRefusedError."""
    if record.value(ACCEPTANCE) != WAITING:
        said = record.value(ACCEPTANCE)
        raise NotAskedError(record.number, f"it is {said}" if said else "nobody is asked to accept it now")
    if text is None:
        raise NotAskedError(record.number, "there are no terms for such things any more")
    if answer.fingerprint != text.fingerprint:
        raise TermsReplacedError(text)
    name, reason = " ".join(answer.name.split()), answer.reason.strip()
    if error := _wrong(answer, name, reason):
        raise RecordRefusedError((error,))
    told = {
        ACCEPTANCE: ACCEPTED if answer.is_accepted else REFUSED,
        ANSWERED: rfc3339(now // _SECOND * _SECOND),
        SIGNED_BY: name,
        TERMS: text.label,
        FINGERPRINT: text.fingerprint,
        REASON: "" if answer.is_accepted else reason,
    }
    return replace(record, values={name: value for name, value in {**record.values, **told}.items() if value})


def differing(before: Record, after: Record) -> tuple[Change, ...]:
    """What is another value in the acceptance."""
    told = ((name, before.value(name), after.value(name)) for name in FIELDS)
    return tuple(Change(*one) for one in told if one[1] != one[2])


def _wrong(answer: Answer, name: str, reason: str) -> FieldError | None:
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        remedy = f"sign with your name, 1 to {_LONGEST_NAME} characters"
        return FieldError("name", name[:100], "is no name", remedy)
    if not answer.is_accepted and not reason:
        return FieldError("reason", "", "is missing", "say why you do not accept it")
    if len(reason) > _LONGEST_REASON or "\0" in reason:
        remedy = f"shorten it to {_LONGEST_REASON} characters, none of them a NUL"
        return FieldError("reason", reason[:100], f"has {len(reason)} characters", remedy)
    return None


def _is_same_custody(before: Record, after: Record) -> bool:
    had_it = before.state in (*_HELD, *_AWAY)
    return had_it and before.value("holder").casefold() == after.value("holder").casefold()


def _cleared(record: Record) -> Record:
    return replace(record, values=_kept(record))


def _kept(record: Record) -> Mapping[str, str]:
    return {name: value for name, value in record.values.items() if name not in FIELDS}
