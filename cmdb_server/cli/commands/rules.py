"""`cmdb rules`: whose word counts for which attribute."""

from pathlib import Path
from typing import Annotated, Any

import typer

from cmdb_server.cli.ci_names import uid_of
from cmdb_server.cli.client import Client
from cmdb_server.cli.json_files import list_of
from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import errors, output, show_table

app = typer.Typer(help="Reconciliation rules: whose word counts for which attribute.", no_args_is_help=True)
RulesFile = Annotated[Path, typer.Argument(help="JSON list of rules, as `cmdb rules list --json` prints it.")]


@app.command("list")
def list_rules(*, as_json: AsJson = False, data: DataDir = None) -> None:
    """The rules in force."""
    answer: dict[str, Any] = client(data).get("/rules")
    if as_json:
        output.print_json(data=answer["rules"])
        return
    show_table(("source", "priority", "class", "attribute", "more"), map(_row, answer["rules"]))
    if answer["left"]:
        errors.print(f"{answer['left']} CIs are still to be judged by these rules", markup=False)


@app.command()
def preview(
    ci: Annotated[str, typer.Argument(help="uid, or name where only one has it.")],
    file: RulesFile,
    *,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """What rules would change of one CI, and whose word would count; nothing is written."""
    server = client(data)
    found = server.send("POST", "/rules/preview", {"rules": _rules_of(file), "uid": uid_of(server, ci)})["ci"]
    if as_json:
        output.print_json(data=found)
    elif found is None:
        output.print("Nothing of it would change.", markup=False)
    else:
        show_table(("attribute", "is", "says", "would be", "would say"), map(_change_row, found["changes"]))


@app.command("dry-run")
def dry_run(file: RulesFile, *, as_json: AsJson = False, data: DataDir = None) -> None:
    """What rules would change of all that is stored; nothing is written."""
    found = _dry_run(client(data), _rules_of(file))
    if as_json:
        output.print_json(data=found)
        return
    output.print(f"{found['changed']} of {found['checked']} CIs would change; none would merge or split.", markup=False)
    show_table(("attribute", "CIs"), ((name, str(count)) for name, count in sorted(found["by_attribute"].items())))
    rows = [
        (ci["name"], one["attribute"], str(one["old"]), str(one["new"]))
        for ci in found["samples"]
        for one in ci["changes"]
    ]
    show_table(("CI", "attribute", "is", "would be"), rows, title="Samples")


@app.command("set")
def save(
    file: RulesFile,
    *,
    reason: Annotated[str, typer.Option(help="Why; it stands in the history of every CI that changes.")] = "",
    confirm: Annotated[
        int | None, typer.Option(help="How many CIs they may change, where that is most of them.")
    ] = None,
    data: DataDir = None,
) -> None:
    """Let these rules hold instead of those in force, and apply them."""
    server = client(data)
    server.send("PUT", "/rules", {"rules": _rules_of(file), "reason": reason, "confirmed": confirm})
    changed, left = 0, 1
    while left:
        done = server.send("POST", "/rules/apply")
        changed, left = changed + done["changed"], done["left"]
        if left:
            errors.print(f"{left} CIs are left", markup=False)
    output.print(f"The rules hold; {changed} CIs have changed.", markup=False)


def _dry_run(server: Client, rules: list[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"checked": 0, "changed": 0, "by_attribute": {}, "samples": []}
    after, is_done = "", False
    while not is_done:
        piece = server.send("POST", "/rules/dry-run", {"rules": rules, "after": after})
        for name in ("checked", "changed"):
            found[name] += piece[name]
        for entry in piece["by_attribute"]:
            known = found["by_attribute"].get(entry["attribute"], 0)
            found["by_attribute"][entry["attribute"]] = known + entry["changed"]
        found["samples"] = [*found["samples"], *piece["samples"]][:20]
        after, is_done = piece["after"], not piece["after"]
        if not is_done:
            errors.print(f"{piece['left']} CIs are left", markup=False)
    return found


def _rules_of(file: Path) -> list[Any]:
    return list_of(file, "rules, as `cmdb rules list --json` prints it")


def _change_row(change: dict[str, Any]) -> tuple[str, ...]:
    says = [source["key"] if source else "" for source in (change["old_source"], change["new_source"])]
    return change["attribute"], str(change["old"]), says[0], str(change["new"]), says[1]


def _row(rule: dict[str, Any]) -> tuple[str, ...]:
    more = [f"at most {rule['max_age_seconds']} s old" if rule["max_age_seconds"] else ""]
    more += ["null allowed" if rule["allow_null"] else ""]
    more += [f"where {rule['condition']}" if rule["condition"] else "", rule["note"]]
    what = (rule["ci_class"] or "all", rule["attribute"] or "all")
    return rule["source"], str(rule["priority"]), *what, ", ".join(filter(None, more))
