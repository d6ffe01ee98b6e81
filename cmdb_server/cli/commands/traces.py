"""`cmdb traces`: which calls traces tell of, and service graphs out of files and servers."""

from pathlib import Path
from typing import Annotated, Any

import typer

from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import errors, output, show_table
from cmdb_server.errors import CmdbError
from cmdb_server.traces.fetching import fetched
from cmdb_server.traces.service_graphs import MOST_BYTES

app = typer.Typer(help="Calls between programs, out of OpenTelemetry traces and service graphs.", no_args_is_help=True)
_HEAD = ("source", "caller", "calls", "seen", "last seen", "not joined because")


class ServiceGraphFileError(CmdbError):
    """A file with a service graph cannot be read."""

    def __init__(self, path: Path, reason: str) -> None:
        """422, naming the file."""
        super().__init__(f"{path} cannot be read: {reason}; name a file or an address", 422, "bad_service_graph")


@app.command("list")
def list_calls(
    *,
    unjoined: Annotated[bool, typer.Option("--unjoined", help="Only calls of which a CI is not known.")] = False,
    limit: Annotated[int, typer.Option(help="At most so many of each source.", min=1, max=10_000)] = 200,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """The calls that traces tell of, those seen most often first, and why some are joined to no CI."""
    items: list[dict[str, Any]] = client(data).get("/traces", unjoined=unjoined, limit=limit)["items"]
    if as_json:
        output.print_json(data=items)
        return
    show_table(_HEAD, (_row(source["source"], call) for source in items for call in source["items"]))
    for source in items:
        output.print(f"{source['source']}: {source['joined']} of {source['calls']} calls are joined.", markup=False)
        for reason, count in sorted(source["reasons"].items(), key=lambda entry: (-entry[1], entry[0]))[:20]:
            errors.print(f"  {count}: {reason}", markup=False, soft_wrap=True)


@app.command("import")
def import_service_graph(
    source: Annotated[str, typer.Argument(help="File or http(s) address; of Prometheus its .../api/v1/query.")],
    *,
    data: DataDir = None,
) -> None:
    """Take in the calls of a service graph: a page with traces_service_graph_request_total, or a query's answer."""
    content = fetched(source) if source.startswith(("http://", "https://")) else _file(Path(source))
    done = client(data).upload("/traces/service-graphs", content)
    kept = f", {done['refused']} requests of calls that are too many" if done["refused"] else ""
    output.print(f"{done['calls']} calls are taken in{kept}; `cmdb traces list` shows what came of them.", markup=False)


def _file(path: Path) -> bytes:
    """What a file holds; no more of it is read than is taken, as of a pipe or a device without end."""
    try:
        with path.open("rb") as opened:
            found = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise ServiceGraphFileError(path, error.strerror or str(error)) from error
    if len(found) > MOST_BYTES:
        raise ServiceGraphFileError(path, f"it holds more than {MOST_BYTES >> 20} MiB, import it in parts")
    return found


def _row(source: str, call: dict[str, Any]) -> tuple[str, ...]:
    where = f"{call['address']}:{call['port']}" if call["address"] else ""
    callee = " at ".join(filter(None, (call["callee"], where)))
    return source, call["caller"], callee, str(call["sightings"]), call["last_seen_at"], call["reason"] or ""
