"""`cmdb templates`: what records begin with, and standard changes."""

from typing import Annotated, Any

import typer

from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table

app = typer.Typer(
    help="Templates of records; those of changes are approved once as standard changes.", no_args_is_help=True
)
Template = Annotated[str, typer.Argument(help="Which one: tpl_..., as `list` shows it.")]
Reason = Annotated[str, typer.Option(help="Why.")]
Values = Annotated[list[str] | None, typer.Option("--set", help="FIELD=VALUE; may be repeated.")]
_COLUMNS = ("template", "type", "name", "standard", "went well", "why not")


@app.command(name="list")
def list_(*, kind: Annotated[str, typer.Option("--type")] = "", as_json: AsJson = False, data: DataDir = None) -> None:
    """All templates, and how changes from them went."""
    found: dict[str, Any] = client(data).get("/record-templates", type=kind)
    if as_json:
        output.print_json(data=found)
        return
    show_table(_COLUMNS, map(_row, found["items"]))


@app.command()
def add(  # noqa: PLR0913 - each option is a field
    name: str,
    *,
    kind: Annotated[str, typer.Option("--type", help="incident, change ...; that of the record with --from.")] = "",
    record: Annotated[str, typer.Option("--from", help="A record to take values and CIs from.")] = "",
    values: Values = None,
    affects: Annotated[list[str] | None, typer.Option(help="A CI by uid or name; may be repeated.")] = None,
    help_text: Annotated[str, typer.Option("--help-text", help="When it is to be used.")] = "",
    data: DataDir = None,
) -> None:
    """Keep a template; prints its id."""
    said = dict(map(_value, values or ()))
    body = {"name": name, "type": kind, "from_record": record, "values": said, "affects": affects or [],
            "help": help_text}  # fmt: skip
    typer.echo(client(data).send("POST", "/record-templates", body)["template_id"])


@app.command()
def approve(template: Template, *, reason: Reason, data: DataDir = None) -> None:
    """Let changes from it be standard ones, for the first time or again after it failed."""
    found = client(data).send("POST", f"/record-templates/{template}/approval", {"reason": reason})
    output.print(f"changes from {found['name']} are standard ones from now on", markup=False)


@app.command()
def withdraw(template: Template, *, data: DataDir = None) -> None:
    """Let changes from it be voted on as any other."""
    found = client(data).send("DELETE", f"/record-templates/{template}/approval")
    output.print(f"changes from {found['name']} are voted on", markup=False)


@app.command()
def remove(template: Template, *, data: DataDir = None) -> None:
    """Forget a template; records that were opened from it stay."""
    client(data).send("DELETE", f"/record-templates/{template}")
    output.print(f"{template} is removed", markup=False)


@app.command()
def rule(
    *,
    failures: Annotated[int | None, typer.Option(help="So many that failed ...")] = None,
    of_last: Annotated[int | None, typer.Option(help="... of the last so many.")] = None,
    data: DataDir = None,
) -> None:
    """When a standard change is one no longer; with options let another rule hold."""
    server = client(data)
    found: dict[str, Any] = server.get("/standard-change-rule")
    if failures is not None or of_last is not None:
        wanted = {"failures": failures or found["failures"], "of_last": of_last or found["of_last"]}
        found = server.send("PUT", "/standard-change-rule", {**wanted, "version": found["version"]})
    told = f"{found['failures']} of the last {found['of_last']} changes"
    output.print(f"a template is no standard change once {told} from it failed", markup=False)


def _value(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        message = f"{text!r} is no FIELD=VALUE"
        raise typer.BadParameter(message, param_hint="--set")
    return name.strip(), value


def _row(one: dict[str, Any]) -> tuple[str, ...]:
    is_change = one["type"] == "change"
    went = f"{one['succeeded']} of {one['over']}" if is_change else ""
    standard = ("yes" if one["is_standard"] else "no") if is_change else ""
    return (one["template_id"], one["type"], one["name"], standard, went, one["why"] if is_change else "")
