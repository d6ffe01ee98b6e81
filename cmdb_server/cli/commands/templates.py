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
Needs = Annotated[
    list[str] | None, typer.Option("--need", help="A field that has to be said of records from it; may be repeated.")
]
Tasks = Annotated[
    list[str] | None,
    typer.Option("--task", help="TITLE, or TITLE;team=Network;due_days=3;holds=resolve; may be repeated."),
]
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
    need: Needs = None,
    task: Tasks = None,
    help_text: Annotated[str, typer.Option("--help-text", help="When it is to be used.")] = "",
    data: DataDir = None,
) -> None:
    """Keep a template; prints its id."""
    said = dict(map(_value, values or ()))
    body = {"name": name, "type": kind, "from_record": record, "values": said, "affects": affects or [],
            "help": help_text, "needs": need or [], "tasks": list(map(_task, task or ()))}  # fmt: skip
    typer.echo(client(data).send("POST", "/record-templates", body)["template_id"])


@app.command()
def change(  # noqa: PLR0913 - each option is a field
    template: Template,
    *,
    name: Annotated[str, typer.Option(help="Another name.")] = "",
    values: Values = None,
    affects: Annotated[list[str] | None, typer.Option(help="CIs instead of those it has; may be repeated.")] = None,
    need: Needs = None,
    task: Tasks = None,
    help_text: Annotated[str | None, typer.Option("--help-text", help="When it is to be used.")] = None,
    data: DataDir = None,
) -> None:
    """Let a template say something else; what no option names stays. `--set FIELD=` takes a value away."""
    server = client(data)
    all_of_them = server.get("/record-templates")["items"]
    found = next((one for one in all_of_them if template in (one["template_id"], one["name"])), None)
    if found is None:
        raise typer.BadParameter(f"{template!r} is no template; `cmdb templates list` shows those there are")
    known = {
        "name": name or found["name"],
        "type": found["type"],
        "help": found["help"] if help_text is None else help_text,
        "values": found["values"] | dict(map(_value, values or ())),
        "affects": [ci["uid"] for ci in found["affects"]] if affects is None else affects,
        "needs": found["needs"] if need is None else [one for one in need if one],
        "tasks": found["tasks"] if task is None else [_task(one) for one in task if one],
    }
    made = server.send("PUT", f"/record-templates/{found['template_id']}", known)
    output.print(f"{made['name']} is changed", markup=False)


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


def _task(text: str) -> dict[str, str | int]:
    title, *rest = text.split(";")
    said: dict[str, str | int] = {"title": title.strip(), **dict(map(_value, rest))}
    if (days := said.get("due_days")) is not None:
        if not str(days).isdecimal():
            raise typer.BadParameter(f"{days!r} is no number of days", param_hint="--task")
        said["due_days"] = int(days)
    return said


def _row(one: dict[str, Any]) -> tuple[str, ...]:
    is_change = one["type"] == "change"
    went = f"{one['succeeded']} of {one['over']}" if is_change else ""
    standard = ("yes" if one["is_standard"] else "no") if is_change else ""
    return (one["template_id"], one["type"], one["name"], standard, went, one["why"] if is_change else "")
