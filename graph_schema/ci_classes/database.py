"""CI class database."""

from graph_schema.ci_classes.ci import CI
from graph_schema.declare import attribute, ci_class, identified_by
from graph_schema.values import Text


@ci_class(
    identification=(identified_by("name", within="RUNS_ON"),),
    family="running_software",
)
class Database(CI):
    """A database inside a database program."""

    engine: Text | None = attribute("Kind of database program.", default=None, facet=True)
