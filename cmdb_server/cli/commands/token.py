"""`cmdb token`: how programs and agents get in."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal

import typer

from cmdb_server.cli.options import DataDir, client
from cmdb_server.cli.screen import output, show_table

app = typer.Typer(help="API tokens of programs and enrolment tokens of agents.", no_args_is_help=True)
Days = Annotated[int, typer.Option(help="Days until it expires; 0: never.", min=0, max=3650)]


@app.command("list")
def list_tokens(*, data: DataDir = None) -> None:
    """The active API and enrolment tokens."""
    server = client(data)
    api = [_columns(token, _scope(token), token["last_used_at"]) for token in server.get("/tokens")["items"]]
    enrolments = server.get("/enrolment-tokens")["items"]
    others = [_columns(token, _let_in(token), _uses(token)) for token in enrolments]
    show_table(("id", "name", "kind", "created", "expires", "used"), [*api, *others])


@app.command()
def create(
    name: Annotated[str, typer.Argument(help="What the token is for.")],
    *,
    scope: Annotated[
        Literal["read", "write", "report", "traces", "signals", "work", "calendar", "admin"], typer.Option()
    ] = "read",
    role: Annotated[list[str] | None, typer.Option(help="Let it do no more than this role; may be repeated.")] = None,
    days: Days = 0,
    data: DataDir = None,
) -> None:
    """Make an API token for a program; prints its value once."""
    body = {"name": name, "scope": scope, "expires_at": _expiry(days), "roles": role or []}
    made = client(data).send("POST", "/tokens", body)
    typer.echo(made["value"])


@app.command()
def enrolment(
    name: Annotated[str, typer.Argument(help="Which agents it lets in.")],
    *,
    network_scope: Annotated[str, typer.Option(help="Network that their addresses belong to.")] = "default",
    days: Days = 7,
    uses: Annotated[int, typer.Option(help="How many agents it lets in; 0: any number.", min=0)] = 0,
    collector: Annotated[bool, typer.Option("--collector", help="Let collectors in, which scan networks.")] = False,
    data: DataDir = None,
) -> None:
    """Make an enrolment token for agents; prints its value once."""
    body = {"name": name, "network_scope": network_scope, "expires_at": _expiry(days), "max_uses": uses}
    body["kind"] = "collector" if collector else "agent"
    typer.echo(client(data).send("POST", "/enrolment-tokens", body)["value"])


@app.command()
def revoke(
    token_id: Annotated[str, typer.Argument(help="Id as `cmdb token list` shows it.")], *, data: DataDir = None
) -> None:
    """Make a token useless at once."""
    kind = "enrolment-tokens" if token_id.startswith("en_") else "tokens"
    client(data).send("DELETE", f"/{kind}/{token_id}")
    output.print(f"{token_id} is revoked.", markup=False)


def _let_in(token: dict[str, Any]) -> str:
    return "enrolment" if token["kind"] == "agent" else f"enrolment, {token['kind']}"


def _scope(token: dict[str, Any]) -> str:
    return f"API, {token['scope']}" + (f" as {', '.join(token['roles'])}" if token["roles"] else "")


def _uses(token: dict[str, Any]) -> str:
    return f"{token['uses']} of {token['max_uses']} times" if token["max_uses"] else f"{token['uses']} times"


def _expiry(days: int) -> str | None:
    return (datetime.now(UTC) + timedelta(days=days)).isoformat(timespec="seconds") if days else None


def _columns(token: dict[str, Any], kind: str, used: str | None) -> tuple[str, ...]:
    return (
        token["token_id"],
        token["name"],
        kind,
        token["created_at"],
        token["expires_at"] or "never",
        used or "never",
    )
