"""CI class software_instance."""

from graph_schema.ci_classes.ci import CI
from graph_schema.declare import attribute, ci_class, identified_by
from graph_schema.values import Text


@ci_class(
    identification=(identified_by("instance_key", within="RUNS_ON"),),
    family="running_software",
)
class SoftwareInstance(CI):
    """A running program, the same over restarts."""

    process_name: Text | None = attribute(
        "Name of the main process as the kernel says.", default=None, facet=True, column=True, searchable=True
    )
    user: Text | None = attribute("User of the main process.", default=None, facet=True, column=True)
    executable: Text | None = attribute("Path of the executable.", default=None, group="security", searchable=True)
    arguments: Text | None = attribute("Working arguments, secrets masked.", default=None, group="security")
    unit_name: Text | None = attribute("Service unit that starts it.", default=None, searchable=True)
    working_directory: Text | None = attribute("Working directory of the main process.", default=None, group="security")
    instance_key: Text | None = attribute(
        "What tells it apart on its computer: unit, container, or executable with arguments and user.",
        default=None,
        group="security",
    )
    schedule: Text | None = attribute(
        "When it is started, where it is a job that does not run all the time.", default=None, searchable=True
    )
    process_count: int | None = attribute("Processes it consisted of when first seen like this.", default=None)
    application: Text | None = attribute(
        "Which known application it is: haproxy, redis.", default=None, facet=True, column=True, searchable=True
    )
    is_claimed: bool | None = attribute(
        "Whether that is only what the program calls itself, as nobody could see its executable.",
        default=None,
        facet=True,
    )
    product: Text | None = attribute("Product it is an instance of, as people call it.", default=None)
    version: Text | None = attribute(
        "Version of the product, of its package where one is installed.", default=None, watched=True
    )
    instance_name: Text | None = attribute("What its configuration calls this instance.", default=None, searchable=True)
    data_directory: Text | None = attribute("Where it keeps its data.", default=None, group="security")
    configuration_files: tuple[Text, ...] | None = attribute(
        "What it is configured by.", default=None, group="security"
    )
    serves: tuple[Text, ...] | None = attribute(
        "What its configuration says that it serves: databases, virtual hosts, queues.", default=None, searchable=True
    )
    is_scanner: bool | None = attribute(
        "Whether it only looks at others (port scanner, health check, monitoring): it does not need what it is "
        "connected to, unless its configuration names that.",
        default=None,
        facet=True,
    )
    scanner_reason: Text | None = attribute("Why it is taken for one that only looks.", default=None, group="network")
    is_shared: bool | None = attribute(
        "Whether it is infrastructure that many share: a service that needs it ends there. Else its role tells.",
        default=None,
        facet=True,
    )
