"""What comes of a file of assets, in words."""

from typing import Any

from cmdb_server.cli.screen import output, show_table


def tell_import(found: dict[str, Any]) -> None:
    """The format, columns, questions and rows of an import, and what they come to."""
    label = next((one["label"] for one in found["formats"] if one["name"] == found["format"]), found["format"])
    output.print(f"read as {found['format']} ({label})", markup=False, style="bold")
    if found["columns"]:
        columns = ((one["name"], one["field"] or "left out", one["why"]) for one in found["columns"])
        show_table(("column", "field", "why"), columns)
    for note in found["notes"]:
        output.print(note, style="dim", markup=False)
    for one in found["questions"]:
        name = f"{one['field']}:{one['value']}" if one["value"] else one["field"]
        choices = f"{', '.join(one['choices'][:20])}{' ...' if len(one['choices']) > 20 else ''}"  # noqa: PLR2004 - as many as fit
        output.print(
            f"{one['rows']} rows ask: --answer '{name}=...' with one of {choices}", markup=False, style="yellow"
        )
    show_table(("row", "name", "outcome", "asset", "why or what"), map(_row, found["items"]))
    counts = ", ".join(f"{count} {name}" for name, count in sorted(found["counts"].items()))
    told = "would come of it" if found["is_trial"] else "came of it"
    output.print(f"{counts or 'nothing'} {told}; {found['refused']} refused", markup=False)


def _row(one: dict[str, Any]) -> tuple[str, ...]:
    errors = (f"{e['field']} {e['value']!r} {e['message']}; {e['remedy']}" for e in one["errors"])
    changes = (f"{c['field']}: {c['before'] or '-'} -> {c['after'] or '-'}" for c in one["changes"])
    return str(one["row"]), one["title"], one["outcome"], one["number"], " · ".join((*errors, *changes))
