"""`cmdb classes`: the CI classes, and what a class pack would do."""

from pathlib import Path
from typing import Annotated, Any

import typer

from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import errors, output, show_table

app = typer.Typer(help="CI classes, built in and of class packs.", no_args_is_help=True)
_FAILING = 1
_FEW = 3
_OUTCOMES = {
    "merge": "merge",
    "split": "split",
    "reclassified": "change class",
    "unidentified": "have nothing that identifies them",
}


@app.command("list")
def list_classes(*, as_json: AsJson = False, data: DataDir = None) -> None:
    """Every class, its parent and where it comes from."""
    found: list[dict[str, Any]] = client(data).get("/classes")["items"]
    if as_json:
        output.print_json(data=found)
        return
    show_table(("class", "label", "parent", "from"), map(_columns, found))


@app.command()
def check(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="A class pack (TOML).")],
    *,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """Say what a class pack would do to the stored CIs, without doing it.

    Exit code 1: some would not fit any more, or too many would merge.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise typer.BadParameter(f"{file} is no UTF-8 text ({error})") from error
    found = client(data).send("POST", "/classes/check", {"file": file.name, "text": text})
    if as_json:
        output.print_json(data=found)
    else:
        _show(found)
    refusals = [entry["refusal"] for entry in found["identity"]["classes"] if entry["refusal"]]
    for refusal in refusals:
        errors.print(f"refused: {refusal}")
    if found["failing"] or refusals:
        raise typer.Exit(_FAILING)


def _show(found: dict[str, Any]) -> None:
    output.print(f"{found['affected']} objects affected, {found['failing']} fail")
    rows = ((entry["name"], str(entry["affected"]), str(entry["failing"])) for entry in found["classes"])
    show_table(("class", "affected", "fail"), rows)
    if found["samples"]:
        show_table(("uid", "name", "class", "field", "value", "why"), map(_sample, found["samples"]))
    _show_identity(found["identity"])


def _show_identity(found: dict[str, Any]) -> None:
    rows = [[entry["name"], *(str(entry[name]) for name in _OUTCOMES)] for entry in found["classes"]]
    output.print(
        ", ".join(f"{sum(entry[name] for entry in found['classes'])} {label}" for name, label in _OUTCOMES.items())
    )
    if rows:
        show_table(("class", *_OUTCOMES.values()), rows)
    if found["samples"]:
        show_table(("uid", "name", "class", "would", "others"), map(_rehearsed, found["samples"]))


def _rehearsed(entry: dict[str, Any]) -> tuple[str, ...]:
    return entry["uid"], entry["name"], entry["ci_class"], entry["outcome"], ", ".join(entry["others"][:_FEW])


def _sample(misfit: dict[str, str]) -> tuple[str, ...]:
    return tuple(misfit[name] for name in ("uid", "name", "ci_class", "field", "value", "message"))


def _columns(entry: dict[str, Any]) -> tuple[str, ...]:
    label = f"{entry['label']} (abstract)" if entry["is_abstract"] else entry["label"]
    return entry["name"], label, entry["parent"] or "", entry["pack"] or "built in"
