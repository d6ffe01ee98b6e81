"""`cmdb bench`: what the product costs on this machine."""

from pathlib import Path
from typing import Annotated

import typer

from cmdb_server.bench.changes import CHANGES, bench_changes
from cmdb_server.bench.derive import SIZES as DERIVED
from cmdb_server.bench.derive import bench_derive
from cmdb_server.bench.growth import SIZES as ESTATES
from cmdb_server.bench.growth import bench_growth
from cmdb_server.bench.history import ROUNDS, bench_history
from cmdb_server.bench.identity import SIZE as MACHINES
from cmdb_server.bench.identity import bench_identity
from cmdb_server.bench.impact import SIZES, bench_impact
from cmdb_server.bench.ingest import bench_ingest
from cmdb_server.bench.licences import EACH, bench_licences
from cmdb_server.bench.licences import MACHINES as LICENSED
from cmdb_server.bench.lists import CIS, bench_lists
from cmdb_server.bench.questions import CIS as ASKED
from cmdb_server.bench.questions import SECONDS, bench_questions
from cmdb_server.bench.records import RECORDS, bench_records
from cmdb_server.bench.rights import SIZE, bench_rights
from cmdb_server.bench.storm import CAUSES, SIGNALS, bench_storm

app = typer.Typer(help="What the product costs, beside a peer in the same run.", no_args_is_help=True)


@app.command()
def impact(
    *,
    size: Annotated[
        list[int] | None, typer.Option("--cis", "--size", help="CIs of the random estate; may be given again.", min=100)
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of the estate and the questions.")] = 1,
) -> None:
    """Impact questions on random estates, beside plain networkx."""
    bench_impact(size or SIZES, seed)


@app.command()
def ingest(
    *,
    packages: Annotated[int, typer.Option(help="Packages of each machine.", min=1)] = 1000,
    machines: Annotated[int, typer.Option(help="Machines that report.", min=1)] = 30,
    engine: Annotated[str, typer.Option(help="Graph engine: arcadedb or neo4j.")] = "arcadedb",
    neo4j_home: Annotated[Path | None, typer.Option(help="Folder that `make neo4j` filled.")] = None,
) -> None:
    """Full and unchanged reports over HTTP: CPU of the server process, of the engine, and wall time of each."""
    bench_ingest(packages, machines, engine, neo4j_home)


@app.command()
def questions(
    *,
    cis: Annotated[int, typer.Option("--cis", "--size", help="CIs in the graph.", min=1_000)] = ASKED,
    seconds: Annotated[int, typer.Option(help="How long is asked, twice.", min=1)] = SECONDS,
    engine: Annotated[str, typer.Option(help="Graph engine: arcadedb or neo4j.")] = "arcadedb",
    neo4j_home: Annotated[Path | None, typer.Option(help="Folder that `make neo4j` filled.")] = None,
) -> None:
    """Impact questions of four people over HTTP while nobody reports, and beside twenty reports a second."""
    bench_questions(cis, seconds, (engine, neo4j_home))


@app.command()
def growth(
    *,
    size: Annotated[list[int] | None, typer.Option(help="CIs in the graph; may be given again.")] = None,
    packages: Annotated[int, typer.Option(help="Packages of each machine.", min=10)] = 1000,
    engine: Annotated[str, typer.Option(help="Graph engine: arcadedb or neo4j.")] = "arcadedb",
    neo4j_home: Annotated[Path | None, typer.Option(help="Folder that `make neo4j` filled.")] = None,
) -> None:
    """Statements and CPU of a report while the estate grows: they must not."""
    bench_growth(size or ESTATES, packages, engine, neo4j_home)


@app.command()
def derive(
    *,
    size: Annotated[list[int] | None, typer.Option(help="CIs in the graph; may be given again.", min=1_000)] = None,
    engine: Annotated[str, typer.Option(help="Graph engine: arcadedb or neo4j.")] = "arcadedb",
    neo4j_home: Annotated[Path | None, typer.Option(help="Folder that `make neo4j` filled.")] = None,
) -> None:
    """What is read to derive dependencies after one report while the estate grows: it must not."""
    bench_derive(size or DERIVED, engine, neo4j_home)


@app.command()
def history(
    *,
    changes: Annotated[list[int] | None, typer.Option(help="Changes of each machine; may be given again.")] = None,
    engine: Annotated[str, typer.Option(help="Graph engine: arcadedb or neo4j.")] = "arcadedb",
    neo4j_home: Annotated[Path | None, typer.Option(help="Folder that `make neo4j` filled.")] = None,
) -> None:
    """Questions about now while the history grows: they must cost the same; and a diff, which costs what changed."""
    bench_history(changes or ROUNDS, engine, neo4j_home)


@app.command()
def rights(*, size: Annotated[int, typer.Option(help="CIs in the index.", min=1_000)] = SIZE) -> None:
    """Lists, facets and search of somebody who may not see all, beside those of an administrator."""
    bench_rights(size)


@app.command()
def lists(
    *,
    size: Annotated[int, typer.Option(help="CIs of the estate.", min=1000)] = CIS,
    seed: Annotated[int, typer.Option(help="Seed of the estate.")] = 1,
) -> None:
    """A filtered, sorted page of a large list, by each kind of filter, beside a plain scan."""
    bench_lists(size, seed)


@app.command()
def licences(
    *,
    machines: Annotated[int, typer.Option(help="Machines of the estate.", min=100)] = LICENSED,
    each: Annotated[int, typer.Option(help="Installations of each machine.", min=3)] = EACH,
    seed: Annotated[int, typer.Option(help="Seed of the estate.")] = 1,
) -> None:
    """Licence positions of one and of all products, names of a report and lists of software on a large estate."""
    bench_licences(machines, each, seed)


@app.command()
def records(
    *,
    size: Annotated[int, typer.Option(help="Records.", min=1000)] = RECORDS,
    seed: Annotated[int, typer.Option(help="Seed of the records.")] = 1,
) -> None:
    """A page of a queue, full text and similar records, beside a plain scan."""
    bench_records(size, seed)


@app.command()
def changes(
    *,
    size: Annotated[int, typer.Option(help="Changes that are planned.", min=10, max=10_000)] = CHANGES,
    seed: Annotated[int, typer.Option(help="Seed of the changes.")] = 1,
    engine: Annotated[str, typer.Option(help="Graph engine: arcadedb or neo4j.")] = "arcadedb",
    neo4j_home: Annotated[Path | None, typer.Option(help="Folder that `make neo4j` filled.")] = None,
) -> None:
    """A change's assessment and a calendar among many changes, with what is kept of plans and without."""
    bench_changes(size, seed, (engine, neo4j_home))


@app.command()
def storm(
    *,
    signals: Annotated[int, typer.Option(help="Signals of the storm.", min=100)] = SIGNALS,
    causes: Annotated[int, typer.Option(help="Machines that fail.", min=1, max=10)] = CAUSES,
    seed: Annotated[int, typer.Option(help="Seed of the storm.")] = 1,
    engine: Annotated[str, typer.Option(help="Graph engine: arcadedb or neo4j.")] = "arcadedb",
    neo4j_home: Annotated[Path | None, typer.Option(help="Folder that `make neo4j` filled.")] = None,
) -> None:
    """Thousands of signals from a few causes: one incident for each."""
    bench_storm(signals, causes, seed, (engine, neo4j_home))


@app.command()
def identity(
    *,
    size: Annotated[int, typer.Option(help="Machines of the estate.", min=20, max=2000)] = MACHINES,
    seed: Annotated[int, typer.Option(help="Seed of the estate and of what happens in it.")] = 1,
    engine: Annotated[str, typer.Option(help="Graph engine: arcadedb or neo4j.")] = "arcadedb",
    neo4j_home: Annotated[Path | None, typer.Option(help="Folder that `make neo4j` filled.")] = None,
) -> None:
    """Precision and recall on machines that are renamed, cloned, rebuilt and moved for sixty days."""
    bench_identity(size, seed, engine, neo4j_home)
