"""All checks on one installation."""

from collections.abc import Iterator

from cmdb_server.doctor import checks
from cmdb_server.doctor.check import Check, Finding
from cmdb_server.errors import CmdbError
from cmdb_server.settings import Settings
from graph_schema.loading import load_all


def diagnose(settings: Settings) -> Iterator[tuple[str, Finding]]:
    """What every check finds, with the check's name. A check that cannot be made is a finding itself."""
    for check in load_all(checks, Check):
        try:
            for finding in check.run(settings):
                yield check.name, finding
        except (CmdbError, OSError) as error:
            yield check.name, Finding("failure", str(error), "mend this first, then run `cmdb doctor` again")
