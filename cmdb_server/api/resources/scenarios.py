"""What-if scenarios: an impact question with what is to be different, kept under a name and compared with now."""

from typing import Annotated, Any

from fastapi import Depends, Query, Response
from pydantic import BaseModel, Field

from cmdb_server.api.dependencies import Requires, ServicesDep
from cmdb_server.api.impact_questions import ImpactDep, QuestionIn
from cmdb_server.api.owned import IfMatch, asker_of, revision_of
from cmdb_server.api.routes import Body, answer, resource
from cmdb_server.auth.identity import READ, Identity
from cmdb_server.impact_analysis.whatif_answers import WhatIfComparison
from cmdb_server.scenarios.scenarios import Scenario, Wanted
from cmdb_server.timestamps import rfc3339

router = resource("scenarios")
Who = Annotated[Identity, Depends(Requires(READ))]


class ScenarioIn(Body):
    """A scenario to keep: private unless shared."""

    name: str = Field(min_length=1, max_length=100, pattern=r"\S")
    description: str = Field(default="", max_length=2_000)
    is_shared: bool = False
    question: QuestionIn

    def wanted(self) -> Wanted:
        """As it is kept."""
        return Wanted(self.name.strip(), self.description, self.is_shared, self.question.question())


class KeptScenario(BaseModel):
    """A kept scenario; `may_change` says whether whoever asks may change it."""

    scenario_id: str
    name: str
    description: str
    is_shared: bool
    question: QuestionIn
    owner: str
    revision: int
    created_at: str
    updated_at: str
    may_change: bool


class ScenarioList(BaseModel):
    """One's own scenarios and the shared ones, by name."""

    items: list[KeptScenario]


@router.get("/scenarios", name="list_scenarios")
def list_scenarios(services: ServicesDep, who: Who) -> ScenarioList:
    """One's own scenarios and the shared ones."""
    found = services.scenarios.seen_by(asker_of(who))
    return ScenarioList(items=[KeptScenario(**_shown(scenario, who)) for scenario in found])


@router.post("/scenarios", name="save_scenario", status_code=201)
def save_scenario(wanted: ScenarioIn, services: ServicesDep, who: Who, response: Response) -> KeptScenario:
    """Keep a scenario under a name; it must be one that can be asked. Sharing it needs the permission to write."""
    return _tagged(services.scenarios.create(wanted.wanted(), asker_of(who), services.impact), who, response)


@router.get("/scenarios/{scenario_id}", name="get_scenario")
def get_scenario(scenario_id: str, services: ServicesDep, who: Who, response: Response) -> KeptScenario:
    """One scenario; its ETag is its revision."""
    return _tagged(services.scenarios.one(scenario_id, asker_of(who)), who, response)


@router.put("/scenarios/{scenario_id}", name="replace_scenario")
def replace_scenario(
    *,
    scenario_id: str,
    wanted: ScenarioIn,
    services: ServicesDep,
    who: Who,
    response: Response,
    if_match: IfMatch = "",
) -> KeptScenario:
    """Replace a scenario; 412 when it was changed since it was read."""
    by = (asker_of(who), revision_of(if_match))
    changed = services.scenarios.put(scenario_id, wanted.wanted(), by, services.impact)
    return _tagged(changed, who, response)


@router.delete("/scenarios/{scenario_id}", name="delete_scenario", status_code=204)
def delete_scenario(scenario_id: str, services: ServicesDep, who: Who, if_match: IfMatch = "") -> None:
    """Delete a scenario; 412 when it was changed since it was read."""
    services.scenarios.delete(scenario_id, asker_of(who), revision_of(if_match))


@router.get("/scenarios/{scenario_id}/comparison", name="compare_scenario", response_model=WhatIfComparison)
def compare_scenario(
    *,
    scenario_id: str,
    services: ServicesDep,
    impact: ImpactDep,
    who: Who,
    other: Annotated[str, Query(max_length=100, description="Another scenario; without it: how things are.")] = "",
) -> Response:
    """The scenario's question with its changes beside the same as things are, or another's: what is worse or better.

    What the answer says of `now` is that of the other scenario, where one is named.
    """
    question, *beside = (
        services.scenarios.one(one, asker_of(who)).wanted.question for one in (scenario_id, other) if one
    )
    return answer(impact.compare(question, *beside))


def _tagged(scenario: Scenario, who: Identity, response: Response) -> KeptScenario:
    response.headers["ETag"] = f'"{scenario.revision}"'
    return KeptScenario(**_shown(scenario, who))


def _shown(scenario: Scenario, who: Identity) -> dict[str, Any]:
    wanted, asker = scenario.wanted, asker_of(who)
    return {
        "scenario_id": scenario.scenario_id,
        "name": wanted.name,
        "description": wanted.description,
        "is_shared": wanted.is_shared,
        "question": QuestionIn.of(wanted.question),
        "owner": scenario.owner,
        "revision": scenario.revision,
        "created_at": rfc3339(scenario.created_at),
        "updated_at": rfc3339(scenario.updated_at),
        "may_change": scenario.owner == asker.name or asker.may_change_all,
    }
