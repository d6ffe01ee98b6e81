"""`cmdb credentials`: what network scans log in with."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from cmdb_server.cli.client import Client
from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.scan_following import follow_run
from cmdb_server.cli.screen import output, show_table
from cmdb_server.errors import CmdbError

app = typer.Typer(
    help="Credentials of network scans; a secret is never shown and never an argument.", no_args_is_help=True
)
Name = Annotated[str, typer.Argument(help="uid or name, as `cmdb credentials list` shows it.")]
User = Annotated[str | None, typer.Option(help="User name that it logs in with.")]
Option = Annotated[list[str] | None, typer.Option(help="NAME=VALUE, e.g. authentication=SHA-256; may be repeated.")]
Ranges = Annotated[list[str] | None, typer.Option("--range", help="Only for these addresses; may be repeated.")]
Sites = Annotated[list[str] | None, typer.Option("--site", help="Only for this site; may be repeated.")]
Tags = Annotated[list[str] | None, typer.Option("--tag", help="Only for scans with this tag; may be repeated.")]
Order = Annotated[int | None, typer.Option(help="The lower is tried first.", min=0, max=10_000)]
MaxFailures = Annotated[
    int | None, typer.Option(help="Refusals in a row after which its account is left alone; 0: no guard.", min=0)
]
KeyFile = Annotated[Path | None, typer.Option(help="File with the private key, for the kind ssh_key.")]
_WANTED = ("name", "user", "options", "ranges", "sites", "tags", "order", "max_failures")


@app.command("list")
def list_credentials(*, as_json: AsJson = False, data: DataDir = None) -> None:
    """The credentials in the order in which they are tried."""
    items: list[dict[str, Any]] = client(data).get("/credentials")["items"]
    if as_json:
        output.print_json(data=items)
    else:
        show_table(("id", "name", "kind", "user", "for", "order", "last worked", "state"), map(_row, items))


@app.command()
def add(  # noqa: PLR0913 - one option for each thing that can be said of a credential
    kind: Annotated[str, typer.Argument(help="ssh_password, ssh_key, sudo, snmp_v1, snmp_v2c or snmp_v3.")],
    name: Annotated[str, typer.Argument(help="What people call it.")],
    *,
    user: User = None,
    option: Option = None,
    ranges: Ranges = None,
    site: Sites = None,
    tag: Tags = None,
    order: Order = None,
    max_failures: MaxFailures = None,
    key_file: KeyFile = None,
    data: DataDir = None,
) -> None:
    """Keep a credential; its secrets are asked for, or read from standard input, one a line."""
    server = client(data)
    secret = _secret(_kind(server, kind), key_file)
    lists = {"ranges": ranges or [], "sites": site or [], "tags": tag or []}
    given = {"user": user, "order": order, "max_failures": max_failures}
    said = {key: value for key, value in given.items() if value is not None}
    body = {"kind": kind, "name": name, "options": _options(option), "secret": secret, **lists, **said}
    output.print(f"{server.send('POST', '/credentials', body)['uid']} is kept.", markup=False)


@app.command("set")
def change(  # noqa: PLR0913 - one option for each thing that can be said of a credential
    name: Name,
    *,
    user: User = None,
    option: Option = None,
    ranges: Ranges = None,
    site: Sites = None,
    tag: Tags = None,
    order: Order = None,
    max_failures: MaxFailures = None,
    data: DataDir = None,
) -> None:
    """Change what is given of a credential; `--range ""` leaves it for all addresses."""
    server = client(data)
    found = _found(server, name)
    given: dict[str, Any] = {"user": user, "order": order, "max_failures": max_failures}
    for field, values in (("ranges", ranges), ("sites", site), ("tags", tag)):
        given[field] = None if values is None else [value for value in values if value]
    given["options"] = None if option is None else {**found["options"], **_options(option)}
    said = {key: value for key, value in given.items() if value is not None}
    server.send("PUT", f"/credentials/{found['uid']}", {**_wanted(found), **said})
    output.print(f"{found['name']} is changed.", markup=False)


@app.command()
def rotate(name: Name, *, key_file: KeyFile = None, data: DataDir = None) -> None:
    """Give a credential a new secret, asked for or read from standard input, one a line."""
    server = client(data)
    found = _found(server, name)
    secret = _secret(_kind(server, found["kind"]), key_file)
    server.send("PUT", f"/credentials/{found['uid']}", {**_wanted(found), "secret": secret})
    output.print(f"{found['name']} has a new secret.", markup=False)


@app.command()
def reset(name: Name, *, data: DataDir = None) -> None:
    """Let a credential be tried again that was stopped after too many refusals."""
    server = client(data)
    found = _found(server, name)
    server.send("POST", f"/credentials/{found['uid']}/reset")
    output.print(f"{found['name']} is tried again.", markup=False)


@app.command()
def remove(
    name: Name, *, yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False, data: DataDir = None
) -> None:
    """Forget a credential and its secret."""
    server = client(data)
    found = _found(server, name)
    if not yes:
        typer.confirm(f"Forget {found['name']}?", abort=True, err=True)
    server.send("DELETE", f"/credentials/{found['uid']}")
    output.print(f"{found['name']} is forgotten.", markup=False)


@app.command("test")
def try_at(
    name: Name,
    address: Annotated[str, typer.Argument(help="Where to try it.")],
    *,
    network_scope: Annotated[str, typer.Option(help="Network that the address belongs to.")] = "default",
    data: DataDir = None,
) -> None:
    """Let a collector try a credential at an address, and show the exact answer."""
    server = client(data)
    uid = _found(server, name)["uid"]
    body = {"credential_id": uid, "address": address, "network_scope": network_scope}
    follow_run(server, server.send("POST", "/credential-tests", body)["uid"])


@app.command("seal-anew")
def seal_anew(
    *,
    new_key: Annotated[bool, typer.Option("--new-key", help="With a new key that takes the place of the old.")] = False,
    data: DataDir = None,
) -> None:
    """Seal all secrets with the key in use."""
    done = client(data).send("POST", "/credential-sealing", {"with_new_key": new_key})
    output.print(f"{done['count']} secrets are sealed anew.", markup=False)


def _kind(server: Client, name: str) -> dict[str, Any]:
    kinds = {entry["name"]: entry for entry in server.get("/credentials")["kinds"]}
    if name not in kinds:
        raise CmdbError(f"kind {name!r} is no kind of credential; use one of {', '.join(kinds)}", 422, "bad_kind")
    return kinds[name]


def _secret(kind: dict[str, Any], key_file: Path | None) -> dict[str, str]:
    """The secret's parts: asked for without being shown, or a line of standard input each; never from arguments."""
    given: dict[str, str] = {}
    for part in kind["secret"]:
        if part["is_long"]:
            given[part["name"]] = _content(key_file)
        elif sys.stdin.isatty():
            given[part["name"]] = typer.prompt(_asked(part), hide_input=True, default="", show_default=False, err=True)
        else:
            given[part["name"]] = sys.stdin.readline().rstrip("\n")
    return {name: value for name, value in given.items() if value}


def _asked(part: dict[str, Any]) -> str:
    return part["label"] if part["is_required"] else f"{part['label']} (empty for none)"


def _content(path: Path | None) -> str:
    if path is None:
        raise CmdbError("a private key is read from a file; name it with --key-file", 422, "no_key_file")
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "no text"
        raise CmdbError(f"{path} cannot be read ({reason}); give the private key's file", 422, "no_key_file") from error


def _options(given: list[str] | None) -> dict[str, str]:
    pairs = [entry.partition("=") for entry in given or ()]
    for name, equals, _ in pairs:
        if not equals:
            raise CmdbError(f"option {name!r} has no value; write {name}=VALUE", 422, "bad_option")
    return {name: value for name, _, value in pairs}


def _found(server: Client, name: str) -> dict[str, Any]:
    items: list[dict[str, Any]] = server.get("/credentials")["items"]
    for entry in items:
        if name in (entry["uid"], entry["name"]):
            return entry
    raise CmdbError(f"there is no credential {name!r}; see `cmdb credentials list`", 404, "not_found")


def _wanted(found: dict[str, Any]) -> dict[str, Any]:
    return {name: found[name] for name in _WANTED}


def _row(item: dict[str, Any]) -> tuple[str, ...]:
    used_for = [*item["ranges"], *(f"site {name}" for name in item["sites"]), *(f"tag {name}" for name in item["tags"])]
    state = f"stopped after {item['failures']} refusals: {item['last_failure']}" if item["is_stopped"] else "ok"
    state = state if item["is_openable"] else "cannot be opened: its sealing key is missing"
    shown = ", ".join(used_for) or "all"
    names = (item["uid"], item["name"], item["kind_label"], item["user"])
    return *names, shown, str(item["order"]), item["last_worked_at"] or "never", state
