"""What waits for whoever asks."""

from pydantic import BaseModel

from cmdb_server.api import home_panels
from cmdb_server.api.dependencies import requires
from cmdb_server.api.home import HomeAsking, HomePanel, Panel, home_of
from cmdb_server.api.record_asking import AskingDep
from cmdb_server.api.routes import resource
from cmdb_server.auth.identity import READ
from graph_schema.loading import load_all

router = resource("dashboard")
_PANELS = load_all(home_panels, Panel)


class Home(BaseModel):
    """The panels of one's home that have something to say, in their order."""

    panels: list[HomePanel]


@router.get("/home", name="home", dependencies=[requires(READ)])
def home(asking: AskingDep) -> Home:
    """What does not work, and what waits for whoever asks by their permissions, teams and records."""
    return Home(panels=home_of(_PANELS, HomeAsking(asking, asking.services.clock(), asking.teams())))
