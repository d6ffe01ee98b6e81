"""The steps of an import as commands take them: map, preview, commit; with a progress bar."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import Progress

from cmdb_server.cli.client import Client
from cmdb_server.cli.screen import errors, output, show_table
from cmdb_server.errors import CmdbError
from cmdb_server.imports.tables import MAX_FILE_BYTES

_WORDS = {"previewing": "preview", "committing": "import", "undoing": "undo"}
_SHOWN = 20
WithConflicts = Annotated[
    bool, typer.Option("--with-conflicts", help="Store rows too of which other sources outvote some values.")
]


class FileRefusedError(CmdbError):
    """A file cannot be used."""

    def __init__(self, message: str) -> None:
        """`message` names the file and the remedy."""
        super().__init__(message, 422, "file_refused")


def read_upload(file: Path) -> bytes:
    """The file's bytes. Raises FileRefusedError before a file that is too large is read."""
    try:
        size = file.stat().st_size
        if size > MAX_FILE_BYTES:
            raise FileRefusedError(
                f"{file} has {size >> 20} MB, more than the {MAX_FILE_BYTES >> 20} that are taken; split it"
            )
        return file.read_bytes()
    except OSError as error:
        raise FileRefusedError(f"{file} cannot be read ({error.strerror}); name a CSV or XLSX file") from error


def mapping_from(server: Client, named: str) -> dict[str, Any]:
    """A mapping from a JSON file, or one that is saved under a name. Raises CmdbError."""
    file = Path(named)
    if file.suffix == ".json":
        try:
            return {"mapping": json.loads(file.read_text(encoding="utf-8"))}
        except (OSError, ValueError) as error:
            raise FileRefusedError(f"{file} is no mapping ({error}); --show-mapping prints one") from error
    saved: list[dict[str, Any]] = server.get("/import-mappings")["items"]
    found = next((entry for entry in saved if entry["name"] == named), None)
    if found is None:
        known = ", ".join(repr(entry["name"]) for entry in saved) or "none yet"
        raise FileRefusedError(f"there is no mapping {named!r}; saved are {known}, or name a .json file")
    return {"mapping": found["mapping"], "reading": found["reading"], "name": named}


def answered(mapping: dict[str, Any], questions: Iterable[dict[str, Any]], answers: dict[str, str]) -> dict[str, Any]:
    """The mapping with answers (`date` and `decimal`) to the questions that are open."""
    for question in questions:
        answer = answers.get(question["kind"], "")
        for sheet in mapping["sheets"]:
            if answer and not question["answer"] and sheet["sheet"] == question["sheet"]:
                _answer(sheet, question["column"], answer)
    return mapping


def work(server: Client, batch: dict[str, Any]) -> dict[str, Any]:
    """Do all chunks of an import that is at work, with progress."""
    state: str = batch["state"]
    with Progress(console=errors, transient=True) as progress:
        task = progress.add_task(_WORDS.get(state, state), total=batch["chunks"] or None)
        while batch["state"] == state and state in _WORDS:
            batch = server.send("POST", f"/imports/{batch['uid']}/advance")
            progress.update(task, completed=batch["done"])
    return batch


def show_counts(batch: dict[str, Any]) -> None:
    """How many rows do what."""
    told = ", ".join(f"{count} {name}" for name, count in batch["counts"].items() if count) or "none"
    output.print(f"{batch['rows']} rows: {told}.", markup=False, soft_wrap=True)


def show_troubles(server: Client, uid: str) -> None:
    """The first rows that will not be stored, with their reasons."""
    for outcome in ("conflict", "reject"):
        page = server.get(f"/imports/{uid}/rows", outcome=outcome, limit=_SHOWN)
        lines = [
            (f"{row['sheet']} {row['number']}", outcome, problem["column"], problem["value"], _why(problem))
            for row in page["items"]
            for problem in row["problems"]
        ]
        if lines:
            show_table(("row", "outcome", "column", "value", "why"), lines)
        if page["total"] > _SHOWN:
            output.print(f"… and {page['total'] - _SHOWN} more in {outcome}.", markup=False)


def write_rejects(server: Client, uid: str, file: Path) -> None:
    """Write the rows that are not stored: a workbook where the name of the file says so, else CSV."""
    kind = "xlsx" if file.suffix.lower() == ".xlsx" else "csv"
    try:
        with file.open("wb") as stream:
            stream.writelines(server.stream(f"/imports/{uid}/rejects", format=kind))
    except OSError as error:
        raise FileRefusedError(f"{file} cannot be written ({error.strerror}); choose another one") from error


def left_out(detail: dict[str, Any]) -> list[str]:
    """Of every sheet what its rows are taken for, and which of its columns say nothing that is stored."""
    mapped = {sheet["sheet"]: sheet for sheet in detail["mapping"]["sheets"]}
    lines: list[str] = []
    for sheet in detail["sheets"]:
        mapping = mapped.get(sheet["name"])
        if mapping is None:
            lines.append(f"{sheet['name']}: left out")
            continue
        used = {mapping["class_column"], *_columns_of(mapping)}
        unused = [column["name"] for column in sheet["columns"] if column["name"] not in used]
        what = mapping["ci_class"] or f"classes of column {mapping['class_column']}"
        lines.append(f"{sheet['name']}: {what}" + (f"; columns left out: {', '.join(unused)}" if unused else ""))
    return lines


def _columns_of(mapping: dict[str, Any]) -> set[str]:
    return {source["column"] for source in _sources_of(mapping["attributes"], mapping["relations"])}


def _sources_of(attributes: Iterable[dict[str, Any]], relations: Iterable[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    yield from attributes
    for relation in relations:
        target = relation["target"]
        while target:
            yield from target["attributes"]
            target = target["within"]


def _why(problem: dict[str, Any]) -> str:
    return f"{problem['message']}; {problem['remedy']}"


def _answer(sheet: dict[str, Any], column: str, answer: str) -> None:
    for source in _sources_of(sheet["attributes"], sheet["relations"]):
        if source["column"] == column:
            source["format"] = answer
