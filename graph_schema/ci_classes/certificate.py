"""CI class certificate."""

from graph_schema.ci_classes.ci import CI
from graph_schema.declare import attribute, ci_class, identified_by
from graph_schema.values import Text, Time


@ci_class(
    identification=(identified_by("fingerprint"),),
    family="security",
    availability=1.0,
)
class Certificate(CI):
    """An X.509 certificate that servers show. What shows it fails when it expires."""

    fingerprint: Text | None = attribute("SHA-256 of it, hexadecimal.", default=None, searchable=True)
    subject: Text | None = attribute("Whose it is.", default=None, searchable=True)
    issuer: Text | None = attribute("Who vouches for it.", default=None, facet=True, column=True)
    serial_number: Text | None = attribute("Number that its issuer gave it, hexadecimal.", default=None)
    not_before: Time | None = attribute("Time from which it holds.", default=None)
    not_after: Time | None = attribute("Time after which it does not hold any more.", default=None, column=True)
    alternative_names: tuple[Text, ...] | None = attribute(
        "Names and addresses that it is for.", default=None, searchable=True
    )
    key_type: Text | None = attribute("Kind and size of its key: RSA 2048.", default=None, facet=True)
