"""CI class person."""

from graph_schema.ci_classes.ci import CI
from graph_schema.declare import attribute, ci_class, identified_by
from graph_schema.values import Text


@ci_class(
    identification=(identified_by("email"),),
    family="people",
)
class Person(CI):
    """A person."""

    email: Text | None = attribute("E-mail address.", default=None, group="identity", searchable=True, column=True)
