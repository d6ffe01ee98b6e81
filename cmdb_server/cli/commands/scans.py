"""`cmdb scans`: what is scanned when, what it would touch, how far it is, what failed."""

from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from cmdb_server.address_ranges import BadRangeError, range_of
from cmdb_server.cli.ci_names import uid_of
from cmdb_server.cli.client import Client
from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.scan_following import TARGET_COLUMNS, counts_of, follow_run, target_row, targets_of
from cmdb_server.cli.screen import errors, output, show_table
from cmdb_server.errors import CmdbError

app = typer.Typer(help="Network scans: define, preview, run, follow.", no_args_is_help=True)
File = Annotated[Path, typer.Argument(help="JSON with name, ranges and what else POST /scan-definitions takes.")]
Name = Annotated[str, typer.Argument(help="uid or name, as `cmdb scans list` shows it.")]
Definition = Annotated[str, typer.Argument(help="A definition's name or uid, or a file as `cmdb scans set` takes it.")]
RunUid = Annotated[str, typer.Argument(help="uid of a run.")]
Scope = Annotated[str, typer.Option(help="Network that the addresses belong to; else that of the CI, or default.")]
Follow = Annotated[bool, typer.Option("--follow", help="Wait until it is done, then show every address.")]
Shown = Annotated[int, typer.Option(help="At most so many.", min=1, max=500)]
Skipped = Annotated[int, typer.Option(help="Leave out so many of the newest.", min=0, max=1_000_000)]
_TOLD = frozenset(("uid", "next_run_at", "updated_at", "updated_by"))  # what the server says of a definition
_OBJECT = msgspec.json.Decoder(dict[str, Any])


@app.command("list")
def list_scans(*, as_json: AsJson = False, data: DataDir = None) -> None:
    """The scan definitions."""
    items: list[dict[str, Any]] = client(data).get("/scan-definitions")["items"]
    if as_json:
        output.print_json(data=items)
    else:
        show_table(
            ("id", "name", "network", "ranges", "schedule", "next run", "configuration"), map(_definition, items)
        )


@app.command("set")
def save(file: File, *, data: DataDir = None) -> None:
    """Keep a scan definition; the one of the same name is replaced."""
    server, body = client(data), _content(file)
    known = {entry["name"]: entry["uid"] for entry in server.get("/scan-definitions")["items"]}
    uid = known.get(str(body.get("name")))
    kept = server.send("PUT" if uid else "POST", f"/scan-definitions/{uid}" if uid else "/scan-definitions", body)
    output.print(f"{kept['name']} is kept as {kept['uid']}.", markup=False)


@app.command()
def preview(definition: Definition, *, as_json: AsJson = False, data: DataDir = None) -> None:
    """What a scan would touch, with what and when; nothing is sent."""
    server = client(data)
    stored = None if Path(definition).is_file() else _found(server, definition)
    body = {name: stored[name] for name in stored.keys() - _TOLD} if stored else _content(Path(definition))
    found = server.send("POST", "/scan-preview", body)
    if as_json:
        output.print_json(data=found)
        return
    output.print(f"{found['addresses']} addresses in {found['jobs']} jobs: {', '.join(found['ranges'])}", markup=False)
    output.print(f"credentials: {', '.join(entry['name'] for entry in found['credentials']) or 'none'}", markup=False)
    output.print(f"collectors: {', '.join(entry['name'] for entry in found['collectors']) or 'none'}", markup=False)
    output.print(f"next runs: {', '.join(found['next_runs']) or 'on demand only'}", markup=False)
    for warning in found["warnings"]:
        errors.print(warning, style="yellow", markup=False)


@app.command()
def now(
    targets: Annotated[
        list[str], typer.Argument(help="A definition's or CI's name or uid, or addresses and ranges, any number.")
    ],
    *,
    network_scope: Scope = "",
    follow: Follow = False,
    data: DataDir = None,
) -> None:
    """Scan now."""
    server = client(data)
    run = server.send("POST", "/scan-runs", _wanted(server, targets, network_scope))
    output.print(f"{run['uid']}: {run['total']} addresses of {run['name']}", markup=False)
    if follow:
        follow_run(server, run["uid"])


@app.command()
def runs(*, limit: Shown = 50, offset: Skipped = 0, as_json: AsJson = False, data: DataDir = None) -> None:
    """The runs of the last thirty days, the newest first."""
    found = client(data).get("/scan-runs", limit=limit, offset=offset)
    items: list[dict[str, Any]] = found["items"]
    if as_json:
        output.print_json(data=items)
        return
    show_table(("id", "scan", "kind", "state", "done", "came to", "started", "by"), map(_run, items))
    if left := found["total"] - offset - len(items):
        output.print(f"and {left} more; --offset {offset + len(items)} goes on", style="dim")


@app.command()
def show(run: RunUid, *, as_json: AsJson = False, data: DataDir = None) -> None:
    """What came of each address of a run: how it was read, else the last attempt."""
    server = client(data)
    items = targets_of(server, run)
    if as_json:
        output.print_json(data=items)
    else:
        show_table(TARGET_COLUMNS, map(target_row, items))


@app.command()
def cancel(run: RunUid, *, data: DataDir = None) -> None:
    """Let collectors stop; what came of addresses so far stays."""
    client(data).send("POST", f"/scan-runs/{run}/cancel")
    output.print(f"{run} is cancelled.", markup=False)


@app.command()
def remove(name: Name, *, data: DataDir = None) -> None:
    """Forget a scan definition; its runs stay."""
    server = client(data)
    found = _found(server, name)
    if found is None:
        raise CmdbError(f"there is no scan {name!r}; see `cmdb scans list`", 404, "not_found")
    server.send("DELETE", f"/scan-definitions/{found['uid']}")
    output.print(f"{found['name']} is forgotten.", markup=False)


@app.command()
def failures(*, as_json: AsJson = False, data: DataDir = None) -> None:
    """What is wrong now, by cause, with one remedy each."""
    items: list[dict[str, Any]] = client(data).get("/scan-failures")["items"]
    if as_json:
        output.print_json(data=items)
    else:
        show_table(("addresses", "method", "what happened", "what to do", "for example"), map(_failure, items))


@app.command("accept-key")
def accept_key(
    address: Annotated[str, typer.Argument(help="A device of which `cmdb scans failures` says that its key changed.")],
    fingerprint: Annotated[str, typer.Argument(help="SHA256:..., as `ssh-keygen -l -f` prints it at the device.")],
    *,
    network_scope: Scope = "default",
    data: DataDir = None,
) -> None:
    """Let scans believe the host key that a device shows since it was installed anew; then scan it again."""
    wanted = {"network_scope": network_scope, "address": address, "fingerprint": fingerprint}
    key = client(data).send("POST", "/host-keys", wanted)
    output.print(f"{address} may show {key['kind']} {key['fingerprint']} at port {key['port']}.", markup=False)


@app.command()
def coverage(*, as_json: AsJson = False, data: DataDir = None) -> None:
    """By subnet: how many addresses are seen, reachable, opened by a credential, inventoried, fresh."""
    found = client(data).get("/coverage")
    if as_json:
        output.print_json(data=found["items"])
        return
    rows = ((i["network_scope"], i["subnet"], i["site"], *map(str, i["counts"].values())) for i in found["items"])
    show_table(("network", "subnet", "site", *found["stages"]), rows)
    for scope, count in sorted(found["without_address"].items()):
        told = f"{scope}: {count} more seen by their hardware addresses alone; see `cmdb scans hardware-addresses`"
        output.print(told, markup=False, soft_wrap=True)


@app.command()
def addresses(
    *,
    subnet: Annotated[str, typer.Option(help="As `coverage` shows it.")] = "",
    site: Annotated[str | None, typer.Option(help='All subnets of a site; "" for those of no known one.')] = None,
    stage: Annotated[str, typer.Option(help="Only those that came so far, no further.")] = "",
    network_scope: Annotated[str, typer.Option(help="Network of the subnet.")] = "default",
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """The addresses behind `coverage`: how far each came, and who has it; the first 500."""
    asked = {"subnet": subnet, "site": site, "stage": stage, "network_scope": network_scope}
    given = {name: value for name, value in asked.items() if value is not None}
    items = client(data).get("/coverage/addresses", **given)["items"]
    if as_json:
        output.print_json(data=items)
        return
    rows = ((i["network_scope"], i["address"], i["stage"], i["ci"]["name"] if i["ci"] else "") for i in items)
    show_table(("network", "address", "came as far as", "machine"), rows)


@app.command("hardware-addresses")
def hardware_addresses(*, network_scope: Scope = "", as_json: AsJson = False, data: DataDir = None) -> None:
    """Who is seen on the wire without a known IP address: at which port of which device, with how many others."""
    items = client(data).every("/coverage/hardware-addresses", network_scope=network_scope)
    if as_json:
        output.print_json(data=items)
    else:
        show_table(("address", "network", "device", "port", "others there", "by", "calls itself"), map(_station, items))


def _station(item: dict[str, Any]) -> tuple[str, ...]:
    names = ("mac", "network_scope", "device", "port", "others", "evidence", "said")
    return tuple(str(item[name]) for name in names)


def _wanted(server: Client, targets: list[str], network_scope: str) -> dict[str, Any]:
    if len(targets) == 1 and (found := _found(server, targets[0])):
        return {"definition_uid": found["uid"]}
    if len(targets) > 1 or _is_range(targets[0]):
        return {"ranges": targets, "network_scope": network_scope}
    return {"ci_uid": uid_of(server, targets[0]), "network_scope": network_scope}


def _is_range(text: str) -> bool:
    try:
        range_of(text)
    except BadRangeError:
        return False
    return True


def _found(server: Client, name: str) -> dict[str, Any] | None:
    items: list[dict[str, Any]] = server.get("/scan-definitions")["items"]
    return next((entry for entry in items if name in (entry["uid"], entry["name"])), None)


def _content(file: Path) -> dict[str, Any]:
    try:
        return _OBJECT.decode(file.read_bytes())
    except (OSError, ValueError) as error:
        remedy = "give a JSON object, see POST /scan-definitions in /reference"
        raise CmdbError(f"{file} cannot be read ({error}); {remedy}", 422, "bad_file") from error


def _definition(item: dict[str, Any]) -> tuple[str, ...]:
    names = (item["uid"], item["name"], item["network_scope"], ", ".join(item["ranges"]))
    configuration = "read" if item["reads_configuration"] else "not read"
    return *names, item["cron"] or "on demand", item["next_run_at"] or "never", configuration


def _run(item: dict[str, Any]) -> tuple[str, ...]:
    done = f"{item['done']} of {item['total']}"
    names = (item["uid"], item["name"], item["kind"], item["state"])
    return *names, done, counts_of(item), item["started_at"], item["requested_by"]


def _failure(item: dict[str, Any]) -> tuple[str, ...]:
    some = ", ".join(target["address"] for target in item["targets"][:5])
    return str(item["count"]), item["method"], item["happened"], item["next_step"], some
