"""`cmdb sbom`: lists of components, attached to what they are of, and written of what is installed."""

import json
from pathlib import Path
from typing import Annotated

import typer

from cmdb_server.cli.ci_names import uid_of
from cmdb_server.cli.options import DataDir, client
from cmdb_server.cli.screen import output
from cmdb_server.sboms.writing import SbomFormat

app = typer.Typer(help="Lists of components: CycloneDX and SPDX.", no_args_is_help=True)
CI = Annotated[str, typer.Argument(help="A device, program, container or application, by name or uid.")]


@app.command()
def attach(
    ci: CI,
    file: Annotated[
        Path, typer.Argument(help="CycloneDX as JSON or XML, or SPDX as JSON.", exists=True, dir_okay=False)
    ],
    *,
    data: DataDir = None,
) -> None:
    """Say what something is made of, in place of what was attached before."""
    server = client(data)
    found = server.upload(f"/cis/{uid_of(server, ci)}/sbom", file.read_bytes(), method="PUT", name=file.name)
    left_out = f", {found['left_out']} without a name left out" if found["left_out"] else ""
    output.print(f"{found['components']} components of {found['format']} are attached{left_out}", markup=False)


@app.command()
def remove(ci: CI, *, data: DataDir = None) -> None:
    """Take a list of components away."""
    server = client(data)
    server.send("DELETE", f"/cis/{uid_of(server, ci)}/sbom")
    output.print("the list of components is taken away", markup=False)


@app.command()
def write(
    ci: Annotated[str, typer.Argument(help="A CI by name or uid.")] = "",
    *,
    service: Annotated[str, typer.Option(help="All that this service needs: its uid or name.")] = "",
    query: Annotated[str, typer.Option(help="All that this question finds.")] = "",
    kind: Annotated[SbomFormat, typer.Option("--format", help="cyclonedx, cyclonedx-xml or spdx.")] = "cyclonedx",
    file: Annotated[Path | None, typer.Option("--output", "-o", help="Write it here.")] = None,
    data: DataDir = None,
) -> None:
    """Write what is installed on a CI, on all that a service needs, or on all that a question finds."""
    server = client(data)
    asked: dict[str, str] = {"format": kind} if ci else {"format": kind, "service": service, "query": query}
    content = b"".join(server.stream(f"/cis/{uid_of(server, ci)}/sbom" if ci else "/sbom", **asked))
    is_json = kind != "cyclonedx-xml"
    text = json.dumps(json.loads(content), indent=2, ensure_ascii=False) if is_json else content.decode()
    if file is None:
        output.print(text, markup=False, soft_wrap=True, highlight=False)
    else:
        file.write_text(text + "\n", "utf-8")
