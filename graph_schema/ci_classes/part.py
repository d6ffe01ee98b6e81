"""CI class part."""

from graph_schema.ci_classes.ci import CI
from graph_schema.declare import attribute, ci_class, identified_by
from graph_schema.values import ProductText, SerialNumber


@ci_class(
    identification=(
        identified_by("serial_number", within="PART_OF"),
        identified_by("name", within="PART_OF"),
    ),
    family="part",
    is_abstract=True,
)
class Part(CI):
    """A replaceable part of one device."""

    manufacturer: ProductText | None = attribute("Who made it.", default=None, facet=True)
    model: ProductText | None = attribute("Model as the maker names it.", default=None)
    serial_number: SerialNumber | None = attribute(
        "Serial number of the part.", default=None, group="identity", indexed=True, searchable=True, column=True
    )
