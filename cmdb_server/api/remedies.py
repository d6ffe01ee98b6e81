"""What to do about a value that a request may not have: by the kind of mistake and what is accepted there; pure."""

from collections.abc import Mapping
from typing import Any

# Kinds of mistakes as pydantic names them (https://docs.pydantic.dev/latest/errors/validation_errors/); {} are limits.
_REMEDIES = {
    "missing": "give it: it is needed",
    "extra_forbidden": "leave it out, or correct its name",
    "json_invalid": "send JSON as RFC 8259 describes it",
    "literal_error": "use one of {expected}",
    "enum": "use one of {expected}",
    "greater_than": "give a number above {gt}",
    "greater_than_equal": "give {ge} or more",
    "less_than": "give a number below {lt}",
    "less_than_equal": "give {le} or less",
    "multiple_of": "give a multiple of {multiple_of}",
    "string_too_short": "give a text whose length is at least {min_length}",
    "string_too_long": "give at most {max_length} characters",
    "too_short": "give a list whose length is at least {min_length}",
    "too_long": "give at most {max_length} entries",
    "string_pattern_mismatch": "write it so that the expression {pattern} fits all of it",
    "string_type": 'give a text, in JSON in quotes: "12"',
    "string_unicode": "write it in UTF-8, without halves of surrogate pairs",
    "int_type": "give a whole number, without quotes: 12",
    "int_parsing": "write a whole number with digits only: 12",
    "int_parsing_size": "give a number of fewer digits",
    "int_from_float": "give a whole number: 12",
    "float_type": "give a number without quotes: 1.5",
    "float_parsing": "write a number with digits and a point: 1.5",
    "finite_number": "give a finite number",
    "bool_type": "give true or false, without quotes",
    "bool_parsing": "write true or false",
    "list_type": "give a list: [..]",
    "tuple_type": "give a list: [..]",
    "dict_type": "give an object: {..}",
    "model_type": "give an object: {..}",
    "model_attributes_type": "give an object: {..}, and say that it is one: Content-Type: application/json",
    "date_type": "give a day as a text: 2027-01-31",
    "date_parsing": "give a day that there is: 2027-01-31",
    "date_from_datetime_parsing": "give a day that there is: 2027-01-31",
    "datetime_type": "give a time as a text: 2027-01-31T08:00:00Z",
    "datetime_parsing": "give a time with its zone: 2027-01-31T08:00:00Z",
    "datetime_from_date_parsing": "give a time with its zone: 2027-01-31T08:00:00Z",
    "timezone_aware": "add the time's zone: 2027-01-31T08:00:00Z",
}


def remedy(kind: str, limits: Mapping[str, Any]) -> str:
    """What to do about a mistake of a kind, with the limits that hold there."""
    known = _REMEDIES.get(kind)
    if known is None:
        return "see this request in /reference for what is accepted"
    for name, limit in limits.items():
        known = known.replace(f"{{{name}}}", str(limit))
    return known
