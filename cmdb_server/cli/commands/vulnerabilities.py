"""`cmdb vulnerabilities`: tables of them, what they tell of what is installed, and which services that touches."""

import io
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any
from zipfile import ZIP_DEFLATED, ZipFile

import typer

from cmdb_server.cli.ci_names import uid_of
from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table
from cmdb_server.vulnerabilities.table_file import MOST_BYTES

app = typer.Typer(help="Vulnerabilities and end of life of what is installed, from tables.", no_args_is_help=True)
_POLL_SECONDS = 1.0
_TABLES, _EXCEPTIONS = "/vulnerability-tables", "/vulnerability-exceptions"
Cve = Annotated[str, typer.Argument(help="A CVE or advisory: CVE-2026-1234.")]


@app.command("import")
def import_tables(
    files: Annotated[
        list[Path],
        typer.Argument(help="Tables as OSV, the CVE programme, NVD or endoflife.date publish them; folders too."),
    ],
    *,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """Take tables in; one that was cut off goes on where it was. The exit code is 1 where something was left out."""
    server, done = client(data), list[dict[str, Any]]()
    for name, content in (part for file in files for part in _parts(file)):
        table = server.upload(_TABLES, content, name=name)
        while table["state"] == "running":
            if not as_json:
                output.print(f"{name}: {table['entries']} entries", markup=False)
            time.sleep(_POLL_SECONDS)
            table = server.get(f"{_TABLES}/{table['uid']}")
        done.append(table)
        if not as_json:
            _tell(table)
    if as_json:
        output.print_json(data={"items": done})
    if any(table["refused"] or table["state"] != "done" for table in done):
        raise typer.Exit(1)


@app.command()
def tables(*, as_json: AsJson = False, data: DataDir = None) -> None:
    """Tables that were taken in, and of which packages that are installed there is none."""
    found = client(data).get(_TABLES)
    if as_json:
        output.print_json(data=found)
        return
    head = ("file", "state", "begun", "entries", "new or changed", "lifecycles", "left out")
    names = ("entries", "changed", "lifecycles", "refused")
    rows = ((t["name"], t["state"], t["begun_at"], *(str(t[name]) for name in names)) for t in found["items"])
    show_table(head, rows)
    covered = ((one["ecosystem"], one["at"], str(one["packages"])) for one in found["covered"])
    show_table(("covered", "since", "packages installed"), covered)
    left = ((one["ecosystem"], str(one["packages"])) for one in found["uncovered"])
    show_table(("no table of", "packages installed"), left)


@app.command("list")
def list_vulnerabilities(  # noqa: PLR0913 - options of a command
    words: Annotated[str, typer.Argument(help="Words of the CVE or its title.")] = "",
    *,
    severity: Annotated[list[str] | None, typer.Option(help="critical, high, medium, low, none, unknown.")] = None,
    service: Annotated[str, typer.Option(help="Only what this service rests on: its uid or name.")] = "",
    site: Annotated[str, typer.Option(help="Only on machines of this site.")] = "",
    fixed: Annotated[bool | None, typer.Option("--fixed/--not-fixed", help="Whether a repair is known.")] = None,
    accepted: Annotated[bool | None, typer.Option("--accepted/--not-accepted", help="Whether it is accepted.")] = None,
    limit: Annotated[int, typer.Option(help="How many are shown.", min=1, max=500)] = 50,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """What affects something that is installed, the worst first."""
    asked = {"q": words, "severity": severity or [], "service": service, "site": site}
    found = client(data).get("/vulnerabilities", **asked, fixed=_truth(fixed), accepted=_truth(accepted), limit=limit)
    if as_json:
        output.print_json(data=found)
        return
    show_table(
        ("cve", "severity", "score", "machines", "packages", "repaired", "services", "title"), map(_row, found["items"])
    )
    counts = ", ".join(f"{number} {name}" for name, number in found["severities"].items() if number)
    output.print(f"{found['total']} vulnerabilities ({counts or 'none'})", markup=False)


@app.command()
def show(cve: Cve, *, as_json: AsJson = False, data: DataDir = None) -> None:
    """A vulnerability: affected packages and machines, and which services rest on these."""
    found = client(data).get(f"/vulnerabilities/{cve}")
    if as_json:
        output.print_json(data=found)
        return
    output.print(f"{found['cve']} {found['severity']} {found['score'] or ''} {found['title']}", markup=False)
    packages = ((one["name"], one["version"], one["fixed"], str(one["machines"])) for one in found["packages"])
    show_table(("package", "version", "repaired in", "machines"), packages)
    machines = ((one["name"], one["site"] or "", ", ".join(one["packages"])) for one in found["machines"])
    show_table(("machine", "site", "affected"), machines, title=f"{found['machine_total']} machines")
    ways = ((one, " > ".join(step["name"] for step in one["path"])) for one in found["services"])
    rows = ((one["name"], str(one["criticality"] or ""), str(one["users"] or ""), way) for one, way in ways)
    show_table(("service", "criticality", "users", "over"), rows)


@app.command()
def of(
    ci: Annotated[str, typer.Argument(help="A CI by name or uid.")], *, as_json: AsJson = False, data: DataDir = None
) -> None:
    """What a CI is affected by, and of how much that is installed there nothing is known."""
    server = client(data)
    uid = uid_of(server, ci)
    found = server.get(f"/cis/{uid}/vulnerabilities")
    if as_json:
        output.print_json(data=found)
        return
    rows = (
        (one["cve"], one["severity"], ", ".join(one["packages"]), ", ".join(filter(None, one["fixed"])), one["title"])
        for one in found["items"]
    )
    show_table(("cve", "severity", "packages", "repaired in", "title"), rows)
    counts = f"{found['checked']} packages checked, {found['unchecked']} not checked"
    output.print(f"{found['total']} vulnerabilities; {counts}", markup=False)


@app.command()
def accept(
    cve: Cve,
    *,
    reason: Annotated[str, typer.Option(help="Why.")],
    until: Annotated[str, typer.Option(help="Until when: 2027-01-31T00:00:00Z.")],
    ci: Annotated[str, typer.Option(help="Only on this CI, by name or uid.")] = "",
    data: DataDir = None,
) -> None:
    """Accept the risk of a vulnerability for a time."""
    server = client(data)
    body = {"cve": cve, "ci_uid": uid_of(server, ci) if ci else "", "reason": reason, "until": until}
    made = server.send("POST", _EXCEPTIONS, body)
    output.print(f"{made['uid']}: {cve} is accepted until {made['until']}", markup=False)


@app.command()
def exceptions(*, as_json: AsJson = False, data: DataDir = None) -> None:
    """Risks that are accepted."""
    found = client(data).get(_EXCEPTIONS)
    if as_json:
        output.print_json(data=found)
        return
    names = ("uid", "cve", "ci_uid", "reason", "until", "by")
    rows = ((*(one[name] for name in names), "expired" if one["is_expired"] else "") for one in found["items"])
    show_table((*names, ""), rows)


@app.command()
def withdraw(uid: Annotated[str, typer.Argument(help="Which exception: ve_...")], *, data: DataDir = None) -> None:
    """Accept a risk no longer."""
    client(data).send("DELETE", f"{_EXCEPTIONS}/{uid}")
    output.print(f"{uid} is withdrawn", markup=False)


def _parts(file: Path) -> Iterator[tuple[str, bytes]]:
    """A file as it is; a folder as zips of its JSON files that a server takes."""
    if not file.exists():
        raise typer.BadParameter(f"there is no {file}; give the file that was published, or the folder it unpacks to")
    if not file.is_dir():
        yield file.name, file.read_bytes()
        return
    content, count, size = io.BytesIO(), 0, 0
    archive = ZipFile(content, "w", ZIP_DEFLATED)
    for entry in sorted(file.rglob("*.json")):
        size += entry.stat().st_size
        if size > MOST_BYTES:
            archive.close()
            count += 1
            yield f"{file.name}-{count}.zip", content.getvalue()
            content, size = io.BytesIO(), entry.stat().st_size
            archive = ZipFile(content, "w", ZIP_DEFLATED)
        archive.write(entry, entry.relative_to(file).as_posix())
    archive.close()
    yield f"{file.name}-{count + 1}.zip" if count else f"{file.name}.zip", content.getvalue()


def _tell(table: dict[str, Any]) -> None:
    counts = f"{table['entries']} entries, {table['changed']} new or changed, {table['lifecycles']} lifecycles"
    output.print(f"{table['name']}: {table['state']}; {counts}, {table['refused']} left out", markup=False)
    if table["error"]:
        output.print(table["error"], markup=False)
    show_table(("left out", "because"), ((one["file"], one["message"]) for one in table["problems"]))


def _row(one: dict[str, Any]) -> tuple[str, ...]:
    more = "" if one["package_count"] <= len(one["packages"]) else ", ..."
    services = f"{one['services']} (criticality {one['criticality']})" if one["services"] else ""
    score = str(one["score"] or "")
    names = ", ".join(one["packages"]) + more
    return one["cve"], one["severity"], score, str(one["machines"]), names, one["fix"], services, one["title"]


def _truth(told: bool | None) -> str | None:  # noqa: FBT001 - an option
    return None if told is None else str(told).lower()
