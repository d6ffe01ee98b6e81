"""What people ask for by name: application services on their tiers, business services on applications."""

from collections.abc import Iterator

from cmdb_server.demo.applications import APPLICATION_OF, APPLICATIONS, OFFERS, Application, BusinessOffer
from cmdb_server.demo.estate import Estate, Part
from cmdb_server.demo.workload import machines_of, pool_of, program_identity
from graph_schema.ci_classes.application_service import ApplicationService
from graph_schema.ci_classes.business_service import BusinessService
from graph_schema.ci_classes.team import Team
from graph_schema.relationships import DEPENDS_ON, OWNED_BY, SUPPORTED_BY
from graph_schema.report import Report, Section, target

_ENVIRONMENT = "production"
_SUPPORT = "Service desk"
_NEEDED = {"strength": "hard", "confidence": 1.0, "derivation": "service map"}


def _reports(estate: Estate) -> Iterator[Report]:
    for application in APPLICATIONS:
        yield _application(estate, application)
    for offer in OFFERS:
        yield _business(estate, offer)


def _application(estate: Estate, application: Application) -> Report:
    section = Section("service")
    ref = section.add(
        ApplicationService(
            name=application.name,
            environment=_ENVIRONMENT,
            criticality=application.criticality,
            owner_name=application.team,
        ),
        application.code,
    )
    front = application.tiers[0]
    pool = pool_of(application, front)
    needed = pool.identity() if pool else program_identity(estate.chance, machines_of(application, front)[0])
    section.relate(ref, DEPENDS_ON, needed, **_NEEDED)
    section.relate(ref, OWNED_BY, target(Team(name=application.team)))
    return estate.report(ref, (section,))


def _business(estate: Estate, offer: BusinessOffer) -> Report:
    section = Section("service")
    ref = section.add(
        BusinessService(
            name=offer.name,
            description=offer.description,
            criticality=offer.criticality,
            users=offer.users,
            owner_name=offer.owner,
        ),
    )
    for code in offer.applications:
        application = APPLICATION_OF[code]
        needed = target(ApplicationService(name=application.name, environment=_ENVIRONMENT))
        section.relate(ref, DEPENDS_ON, needed, **_NEEDED)
    section.relate(ref, SUPPORTED_BY, target(Team(name=_SUPPORT)))
    return estate.report(ref, (section,))


part = Part("services", _reports)
