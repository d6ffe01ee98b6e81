"""CI class software_release."""

from graph_schema.ci_classes.ci import CI
from graph_schema.declare import attribute, ci_class, identified_by
from graph_schema.values import Text


@ci_class(
    identification=(
        identified_by("publisher", "product", "version", "edition", name="release"),
        identified_by("publisher", "product", "version", name="release"),
        identified_by("product", "version", name="release"),
    ),
    family="software",
    is_value=True,
    is_catalogued=True,
)
class SoftwareRelease(CI):
    """One version of one product; shared by all its installations."""

    publisher: Text | None = attribute("Who makes or packages it.", default=None, facet=True, column=True)
    product: Text | None = attribute("Product name.", default=None, searchable=True, column=True)
    version: Text | None = attribute("Version.", default=None, column=True)
    edition: Text | None = attribute("Edition, where there are several.", default=None, column=True)
