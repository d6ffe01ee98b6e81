"""The composition root: the parts of a server become one ASGI application."""

from types import ModuleType

from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.routing import APIRoute
from starlette.types import ASGIApp

from cmdb_server.api import openapi, pages, problems, reference, resources
from cmdb_server.api.agent_reports import AgentReports
from cmdb_server.api.body_limit import BodyLimit
from cmdb_server.api.envelope import Envelope
from cmdb_server.api.resources import reports
from cmdb_server.services import Services
from cmdb_server.version import VERSION
from graph_schema import Registry
from graph_schema.loading import modules_of

API = "/api/v1"
_GZIP_FROM_BYTES = 1_000


class _Application(FastAPI):
    """An application whose every answer carries the envelope, also what FastAPI says when all else failed."""

    def build_middleware_stack(self) -> ASGIApp:
        return Envelope(super().build_middleware_stack())


def create_app(services: Services) -> FastAPI:
    """The application of a running server."""
    app = create_api(services.registry)
    app.state.services = services
    reference.install(app)
    pages.install(app, services.static)
    return app


def create_api(registry: Registry) -> FastAPI:
    """The API without the parts that answer: enough to describe itself."""
    app = _Application(
        title="Plumbline",
        version=VERSION,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=_name_of,
        # Nothing here takes its spans; it would look for somebody who does with each request.
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    problems.install(app)
    # The router asks one after the other: first for reports, of which every machine sends some all day.
    for module in sorted(modules_of(resources), key=lambda module: module is not reports):
        app.include_router(module.router, prefix=API)
    openapi.install(app, registry)
    app.add_middleware(GZipMiddleware, minimum_size=_GZIP_FROM_BYTES, compresslevel=5)
    app.add_middleware(AgentReports, path=f"{API}/reports")
    app.add_middleware(BodyLimit, limits=_large_bodies())
    return app


def open_to_all() -> frozenset[str]:
    """The names of the operations that answer without a credential: each resource says which of its own."""
    return frozenset[str]().union(*(_open_of(module) for module in modules_of(resources)))


def _large_bodies() -> dict[str, int]:
    """The addresses that take more than a form: each resource says how many bytes its own take."""
    limits: dict[str, int] = {}
    for module in modules_of(resources):
        declared: dict[str, int] = getattr(module, "MAX_BODY_BYTES", {})
        limits |= {API + path: limit for path, limit in declared.items()}
    return limits


def _open_of(module: ModuleType) -> frozenset[str]:
    return getattr(module, "OPEN_TO_ALL", frozenset[str]())


def _name_of(route: APIRoute) -> str:
    return route.name
