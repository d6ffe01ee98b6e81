"""`cmdb edit`: create, change, retire, restore and relate CIs by hand."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import typer

from cmdb_server.cli.ci_names import uid_of
from cmdb_server.cli.client import Client
from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table
from cmdb_server.errors import CmdbError, FieldError

app = typer.Typer(help="Create, change, retire, restore and relate CIs by hand.", no_args_is_help=True)
CI = Annotated[str, typer.Argument(help="uid, or name where only one has it.")]
Values = Annotated[list[str], typer.Argument(help="ATTRIBUTE=VALUE; ATTRIBUTE= says that it has none.")]
Reason = Annotated[str, typer.Option(help="Why; it stands beside the edit and in the history.")]
Days = Annotated[int, typer.Option(help="Days until the edit expires; 0: never.", min=0, max=36500)]
Type = Annotated[str, typer.Argument(help="Type of relationship, e.g. DEPENDS_ON.")]
_TRUE, _FALSE = ("true", "yes"), ("false", "no")


class ValueTextError(CmdbError):
    """A word is not ATTRIBUTE=VALUE, or its value is not what the attribute takes."""

    def __init__(self, name: str, value: str, message: str, remedy: str) -> None:
        """Names the attribute and its value."""
        error = FieldError(name, value, message, remedy)
        super().__init__(f"{name} {value!r} {message}; {remedy}", 422, "bad_value", (error,))


@app.command()
def create(
    ci_class: Annotated[str, typer.Argument(help="Class, e.g. server.")],
    values: Values,
    *,
    owner: Annotated[str | None, typer.Option(help="The CI that it is part of.")] = None,
    reason: Reason = "",
    days: Days = 0,
    data: DataDir = None,
) -> None:
    """Create a CI; prints its uid."""
    server = client(data)
    body = {
        "ci_class": ci_class,
        "attributes": _attributes(server, ("classes", ci_class), values),
        **_signed(reason, days),
    }
    if owner is not None:
        body["owner_uid"] = uid_of(server, owner)
    typer.echo(server.send("POST", "/cis", body)["uid"])


@app.command("set")
def change(ci: CI, values: Values, *, reason: Reason = "", days: Days = 0, data: DataDir = None) -> None:
    """Say what attributes of a CI are; your word wins over every other source."""
    server = client(data)
    uid = uid_of(server, ci)
    attributes = _attributes(server, ("classes", server.get(f"/cis/{uid}")["ci_class"]), values)
    server.send("PATCH", f"/cis/{uid}", {"attributes": attributes, **_signed(reason, days)})
    output.print(f"{ci} is changed.", markup=False)


@app.command()
def release(
    ci: CI,
    attributes: Annotated[list[str], typer.Argument(help="Attributes that the other sources shall tell again.")],
    *,
    reason: Reason = "",
    data: DataDir = None,
) -> None:
    """Give attributes back to the other sources."""
    server = client(data)
    server.send("PATCH", f"/cis/{uid_of(server, ci)}", {"released": attributes, **_signed(reason, 0)})
    output.print(f"{', '.join(attributes)} of {ci}: the other sources tell.", markup=False)


@app.command()
def retire(ci: CI, *, reason: Reason = "", days: Days = 0, data: DataDir = None) -> None:
    """Say that a CI is no more, with all that lies within it."""
    server = client(data)
    server.send("POST", f"/cis/{uid_of(server, ci)}/retire", _signed(reason, days))
    output.print(f"{ci} is retired.", markup=False)


@app.command()
def restore(ci: CI, *, reason: Reason = "", data: DataDir = None) -> None:
    """Take back that a CI is retired."""
    server = client(data)
    server.send("POST", f"/cis/{uid_of(server, ci)}/restore", _signed(reason, 0))
    output.print(f"{ci} is active.", markup=False)


@app.command()
def relate(  # noqa: PLR0913 - typer takes options as arguments
    ci: CI,
    kind: Type,
    target: CI,
    *,
    soft: Annotated[bool, typer.Option("--soft", help="It can do without.")] = False,
    reason: Reason = "",
    days: Days = 0,
    data: DataDir = None,
) -> None:
    """Say that a CI needs another one."""
    attributes = {"strength": "soft"} if soft else {}
    _relate(client(data), (ci, kind, target), "active", {"attributes": attributes, **_signed(reason, days)})
    output.print(f"{ci} {kind} {target}", markup=False)


@app.command()
def unrelate(ci: CI, kind: Type, target: CI, *, reason: Reason = "", data: DataDir = None) -> None:
    """Say that there is no such relationship, whoever reports it."""
    _relate(client(data), (ci, kind, target), "retired", _signed(reason, 0))
    output.print(f"not: {ci} {kind} {target}", markup=False)


@app.command("restore-relationship")
def restore_relationship(ci: CI, kind: Type, target: CI, *, reason: Reason = "", data: DataDir = None) -> None:
    """Take back that a relationship is ended."""
    _relate(client(data), (ci, kind, target), "restored", _signed(reason, 0))
    output.print(f"{ci} {kind} {target}", markup=False)


@app.command("set-relationship")
def set_relationship(  # noqa: PLR0913 - typer takes options as arguments
    ci: CI,
    kind: Type,
    target: CI,
    values: Annotated[list[str], typer.Argument(help="ATTRIBUTE=VALUE; ATTRIBUTE= lets the other sources tell.")],
    *,
    reason: Reason = "",
    days: Days = 0,
    data: DataDir = None,
) -> None:
    """Say what attributes of a relationship are, e.g. strength=soft; the rest stays as it is."""
    server = client(data)
    attributes = _attributes(server, ("relationship_types", kind), values)
    said = {"type": kind, "target_uid": uid_of(server, target), "attributes": attributes, **_signed(reason, days)}
    server.send("PATCH", f"/cis/{uid_of(server, ci)}/relationships", said)
    output.print(f"{ci} {kind} {target} is changed.", markup=False)


@app.command("list")
def list_edits(ci: CI, *, as_json: AsJson = False, data: DataDir = None) -> None:
    """What people said of a CI."""
    server = client(data)
    items: list[dict[str, Any]] = server.get(f"/cis/{uid_of(server, ci)}/edits")["items"]
    if as_json:
        output.print_json(data=items)
    else:
        show_table(("edit", "at", "by", "says", "reason", "expires"), map(_row, items))


@app.command()
def withdraw(
    ci: CI,
    edit: Annotated[str, typer.Argument(help="The edit, as `cmdb edit list` shows it.")],
    *,
    data: DataDir = None,
) -> None:
    """Take an edit back, as if it had never been made."""
    server = client(data)
    server.send("DELETE", f"/cis/{uid_of(server, ci)}/edits/{edit}")
    output.print(f"{edit} is taken back.", markup=False)


def _relate(server: Client, ends: tuple[str, str, str], status: str, body: dict[str, Any]) -> None:
    source, kind, target = ends
    said = {"type": kind, "target_uid": uid_of(server, target), "status": status, **body}
    server.send("POST", f"/cis/{uid_of(server, source)}/relationships", said)


def _signed(reason: str, days: int) -> dict[str, Any]:
    expires = (datetime.now(UTC) + timedelta(days=days)).isoformat(timespec="seconds") if days else None
    return {"reason": reason, "expires_at": expires}


def _attributes(server: Client, of: tuple[str, str], words: list[str]) -> dict[str, Any]:
    """The values that words tell; `of` is a table of the schema with the name of a declaration in it."""
    table, wanted = of
    entries: list[dict[str, Any]] = server.get("/schema")[table]
    declared: list[list[dict[str, Any]]] = [entry["attributes"] for entry in entries if entry["name"] == wanted]
    kinds: dict[str, str] = {entry["name"]: entry["kind"] for attributes in declared for entry in attributes}
    found: dict[str, Any] = {}
    for word in words:
        name, mark, text = word.partition("=")
        if not (name and mark):
            raise ValueTextError("attribute", word, "is not ATTRIBUTE=VALUE", "say e.g. serial_number=ABC123")
        found[name] = _value(name, kinds.get(name, "string"), text)
    return found


def _value(name: str, kind: str, text: str) -> Any:  # noqa: ANN401 - what the attribute takes
    if not text:
        return None
    if kind == "string_list":
        return [part.strip() for part in text.split(",") if part.strip()]
    if kind == "boolean":
        if text.lower() not in (*_TRUE, *_FALSE):
            raise ValueTextError(name, text, "is neither true nor false", "say true or false")
        return text.lower() in _TRUE
    if kind in ("integer", "number"):
        try:
            return int(text) if kind == "integer" else float(text)
        except ValueError as error:
            remedy = "give a whole number" if kind == "integer" else "give a number"
            raise ValueTextError(name, text, "is no number", remedy) from error
    return text


def _row(item: dict[str, Any]) -> tuple[str, ...]:
    said = [f"{name} = {'nothing' if value is None else value}" for name, value in item["attributes"].items()]
    said += [f"{name}: released" for name in item["released"]]
    said += [f"{one['type']} {one['target_uid']}: {one['status']}" for one in item["relationships"]]
    expires = f"{item['expires_at'] or 'never'}{' (expired)' if item['is_expired'] else ''}"
    return item["uid"], item["at"], item["actor"] or "", "; ".join(said), item["reason"] or "", expires
