"""`/reference`: everything that is declared, rendered from the declarations: classes, types, sources, API, settings."""

import inspect
from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from cmdb_server.api.dependencies import identify, services_of
from cmdb_server.api.html import Html, element, joined, table
from cmdb_server.api.resources.schema import rule_in_words
from cmdb_server.auth.identity import READ, ForbiddenError, NotAuthenticatedError
from cmdb_server.export import ndjson
from cmdb_server.filter_language import grammar
from cmdb_server.filter_language.fields import fields_of
from cmdb_server.impact_analysis.answers import Impact
from cmdb_server.ingest.scoring import ASK, MATCH
from cmdb_server.settings import Settings
from cmdb_server.version import VERSION
from graph_schema import AttributeSpec, CIClassSpec, Registry, RelationshipSpec, report
from graph_schema.ageing import AgeingRule
from graph_schema.data_sources import DataSourceSpec
from graph_schema.declare import IdentifiedBy
from impact import EFFECTS, Effect

_DAY = 24 * 3600

_SECTIONS = (
    ("classes", "CI classes"),
    ("relationships", "Relationship types"),
    ("sources", "Data sources"),
    ("reports", "Report format"),
    ("exports", "Export and impact formats"),
    ("queries", "Filter language"),
    ("api", "API"),
    ("problems", "Problems"),
    ("settings", "Settings"),
)
_STYLE = """
:root { color-scheme: light dark; --page: #f5f6f8; --panel: #fff; --text: #10161f; --dim: #4d5b68; --border: #d9dee5;
  --link: #0b4f9e; }
@media (prefers-color-scheme: dark) { :root { --page: #12151b; --panel: #1a1e26; --text: #e7eaef; --dim: #a7b1bd;
  --border: #343b47; --link: #8cbfff; } }
body { margin: 0; background: var(--page); color: var(--text); font: 14px/1.5 system-ui, sans-serif; }
main { max-width: 1100px; margin: 0 auto; padding: 16px; } a { color: var(--link); }
nav ul { display: flex; flex-wrap: wrap; gap: 4px 16px; padding: 0; list-style: none; }
nav a { display: inline-block; padding: 4px 0; }
h1 { font-size: 22px; } h2 { font-size: 18px; margin-top: 32px; } h3 { font-size: 15px; margin-bottom: 4px; }
section.item { background: var(--panel); border: 1px solid var(--border); border-radius: 4px; padding: 4px 16px 12px;
  margin: 12px 0; }
table { border-collapse: collapse; width: 100%; } caption { text-align: start; color: var(--dim); padding: 4px 0; }
th, td { text-align: start; vertical-align: top; padding: 3px 10px 3px 0; border-bottom: 1px solid var(--border);
  font-weight: normal; overflow-wrap: anywhere; }
thead th { font-weight: 600; } tbody th { font-family: ui-monospace, monospace; font-size: 13px; }
.scroll { overflow-x: auto; } .dim { color: var(--dim); } pre { white-space: pre-wrap; overflow-wrap: anywhere; }
"""


def install(app: FastAPI) -> None:
    """Serve the page; browsers that are not logged in are sent to the log-in and back."""

    def page(request: Request) -> Response:
        try:
            who = identify(request)
        except NotAuthenticatedError:
            if "text/html" in request.headers.get("Accept", ""):
                return RedirectResponse("/login?next=/reference", 303)
            raise
        if not who.may(READ):
            raise ForbiddenError(f"{who.name} has no permission {READ!r}; an administrator can give it")
        text = render(services_of(request).registry, app.openapi())
        return HTMLResponse(text, headers={"Cache-Control": "private, no-cache"})

    app.add_route("/reference", page, methods=["GET"], include_in_schema=False)


def render(registry: Registry, openapi: dict[str, Any]) -> str:
    """The page as HTML."""
    contents = {
        "classes": _classes(registry),
        "relationships": _relationships(registry),
        "sources": _sources(registry),
        "reports": [element("pre", inspect.getdoc(report) or "")],
        "exports": _formats(),
        "queries": _queries(registry),
        "api": _operations(openapi),
        "problems": _problems(),
        "settings": [_settings()],
    }
    menu = (element("li", element("a", title, href=f"#{anchor}")) for anchor, title in _SECTIONS)
    parts = (
        element("section", element("h2", title), *contents[anchor], id=anchor, aria_label=title)
        for anchor, title in _SECTIONS
    )
    head = element(
        "head",
        Html('<meta charset="utf-8"><meta name="viewport" content="width=device-width">'),
        element("title", "Reference · Plumbline"),
        Html(f"<style>{_STYLE}</style>"),
    )
    back = element("p", element("a", "Back to Plumbline", href="/"))
    title = element("h1", f"Reference of Plumbline {VERSION}")
    body = element("main", back, title, element("nav", element("ul", *menu), aria_label="Contents"), *parts)
    return "<!doctype html>" + element("html", head, element("body", body), lang="en")


def _classes(registry: Registry) -> Iterator[Html]:
    for spec in sorted(registry.classes.values(), key=lambda spec: spec.name):
        inherits = element("p", f"Inherits from {', '.join(spec.parents)}.", class_="dim") if spec.parents else ""
        yield element(
            "section",
            element("h3", f"{spec.name}{' (abstract)' if spec.is_abstract else ''}"),
            element("p", spec.doc),
            inherits,
            _identification(spec),
            element("p", f"When it is not seen: {_ageing(spec.ageing)}."),
            _attributes(spec.attributes.values(), f"Attributes of {spec.name}"),
            id=f"class-{spec.name}",
            class_="item",
        )


def _identification(spec: CIClassSpec) -> str:
    if not any(rule.weight for rule in spec.identification):
        rules = ", then ".join(rule_in_words(rule) for rule in spec.identification)
        return element("p", f"Identified by: {rules}.") if rules else ""
    scored = "; ".join(f"{rule_in_words(rule)} {_worth(rule)}" for rule in spec.identification)
    told = f"from {MATCH} on two records are one CI, from {ASK} on a person is asked"
    return element("p", f"Identified by the sum of what equal values are worth: {scored}; {told}.")


def _worth(rule: IdentifiedBy) -> str:
    """What equal values of a rule are worth, and what different ones cost."""
    return f"+{rule.weight}, different -{rule.contradicts}" if rule.contradicts else f"+{rule.weight}"


def _ageing(rule: AgeingRule) -> str:
    """An ageing rule as people read it."""
    stale, retired = rule.stale_seconds // _DAY, rule.retired_seconds // _DAY
    return (
        f"stale after {stale} days and {rule.stale_attempts} failed attempts, "
        f"retired after {retired} days and {rule.retired_attempts} failed attempts more"
    )


def _ages(spec: DataSourceSpec) -> str:
    if not spec.ages:
        return "no"
    missed = f"; a contact is missed every {spec.contact_seconds} seconds" if spec.contact_seconds else ""
    return f"yes{missed}"


def _attributes(attributes: Iterable[AttributeSpec], caption: str) -> str:
    rows = [(entry.name, entry.kind, entry.options.unit or "", entry.doc, _traits(entry)) for entry in attributes]
    return table(("name", "kind", "unit", "meaning", "remarks"), rows, caption) if rows else ""


def _traits(entry: AttributeSpec) -> str:
    options = entry.options
    known = {
        "column": options.is_column,
        f"facet (attr.{entry.name})": options.is_facet,
        "searchable": options.is_searchable,
        "watched": options.is_watched,
    }
    accepted = [entry.value_type.describes] if entry.value_type and entry.value_type.describes != "text" else []
    choices = [f"one of {', '.join(options.choices)}"] if options.choices else []
    return "; ".join([*accepted, *choices, *(name for name, holds in known.items() if holds)])


def _relationships(registry: Registry) -> Iterator[Html]:
    yield element("p", "The source needs the target; `failure` is what the target's failure does to the source.")
    rows = (
        (spec.name, spec.doc, ", ".join(spec.sources), ", ".join(spec.targets), spec.failure, _waits(spec))
        for spec in registry.relationship_types.values()
    )
    yield table(("type", "meaning", "source", "target", "failure", "at start"), rows, "Relationship types")
    for spec in registry.relationship_types.values():
        yield Html(_attributes(spec.attributes.values(), f"Attributes of {spec.name}"))


def _waits(spec: RelationshipSpec) -> str:
    is_needed = spec.failure not in ("none", "reachability")
    return "the source waits" if is_needed and spec.waits_at_start else "not waited for"


def _sources(registry: Registry) -> Iterator[Html]:
    yield element("p", "Where several sources claim a value, the higher priority wins.")
    rows = (
        (spec.name, spec.label, spec.doc, str(spec.priority), _ages(spec)) for spec in registry.data_sources.values()
    )
    yield table(("kind", "label", "meaning", "priority", "ages"), rows, "Kinds of data sources")


def _queries(registry: Registry) -> list[Html]:
    rows = [(field.name, ", ".join(field.operators), field.doc) for field in fields_of(registry).values()]
    return [
        element("pre", inspect.getdoc(grammar) or ""),
        table(("field", "operators", "meaning"), rows, "What can be asked about"),
    ]


def _formats() -> Iterator[Html]:
    yield element("h3", "Export: cmdb export --format ndjson, GET /api/v1/export")
    yield element("p", inspect.getdoc(ndjson) or "")
    yield element(
        "pre",
        '{"kind": "ci", "uid", "ci_class", "name", "attributes": {...}, "identifiers": [...], "status"}\n'
        '{"kind": "relationship", "type", "source", "target", "attributes": {...}}',
    )
    yield element("h3", "Impact: cmdb impact --json, POST /api/v1/impact")
    yield element("p", inspect.getdoc(Impact) or "")
    rows = ((e.action, e.ci_class, e.state.word, _lasts(e), _falls_on(e)) for e in EFFECTS)
    heads = ("action", "on a CI of class", "brings about", "for", "falls on")
    yield table(heads, rows, "Actions of an impact question, as long as nobody has saved others")


def _lasts(effect: Effect) -> str:
    return "until it is undone" if effect.lasts_seconds is None else f"{effect.lasts_seconds} s"


def _falls_on(effect: Effect) -> str:
    place = "itself" if effect.on == "itself" else f"the {effect.on} of its {effect.relationship}"
    return f"{place}, and theirs" if effect.repeats else place


def _operations(openapi: dict[str, Any]) -> Iterator[Html]:
    yield element("p", "Machine-readable: /api/v1/openapi.json. Programs send `Authorization: Bearer <API token>`.")
    rows = (
        (f"{method.upper()} {path}", operation["operationId"], operation.get("description", ""))
        for path, methods in openapi["paths"].items()
        for method, operation in methods.items()
    )
    yield table(("request", "operation", "meaning"), rows, "Operations")


def _problems() -> Iterator[Html]:
    yield element(
        "p",
        "Errors are application/problem+json (RFC 9457): `code` names the kind of problem and stays the same between "
        "versions, `detail` says what to do, `errors` lists every refused field with its value, what is wrong and the "
        "remedy, `request_id` is in the server's log too. 429 and 503 carry Retry-After in seconds.",
    )


def _settings() -> Html:
    rows = ((entry.metadata["variable"], entry.metadata["doc"], _default(entry.default)) for entry in fields(Settings))
    return joined([table(("environment variable", "meaning", "default"), rows, "Settings of the server")])


def _default(value: object) -> str:
    return "" if value in ("", 0) or str(value) == "." else str(value)
