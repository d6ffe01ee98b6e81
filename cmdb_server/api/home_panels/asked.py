"""What one asked for and has not got yet."""

from cmdb_server.api.home import HomeAsking, Panel, Waiting
from cmdb_server.itsm.index import Wanted


def _tell(home: HomeAsking) -> Waiting:
    kinds = (kind.name for kind in home.asking.services.desk.types.values() if kind.has_impact)
    return home.records([Wanted(type=name, is_open=True, requester=home.name) for name in kinds])


panel = Panel("asked", "You asked for", "/incidents?view=asked", 70, _tell)
