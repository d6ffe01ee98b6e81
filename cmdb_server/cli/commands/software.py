"""`cmdb software`: which products are installed where, and the rules that name them."""

from typing import Annotated, Any

import typer

from cmdb_server.cli.ci_names import uid_of
from cmdb_server.cli.options import AsJson, AsOf, DataDir, client
from cmdb_server.cli.screen import output, show_table
from cmdb_server.software.wording import full_name

app = typer.Typer(help="Installed software under the names of the trade.", no_args_is_help=True)
Product = Annotated[str, typer.Argument(help="A product, as `list` shows it.")]
Publisher = Annotated[str, typer.Option(help="Its publisher, as `list` shows it.")]
_TOLD = ("told as", "by", "version", "edition", "part", "status", "rule", "machines")
_HEAD = ("publisher", "product", "licence", "status", "versions", "machines")


@app.command("list")
def list_software(  # noqa: PLR0913 - options of a command
    words: Annotated[str, typer.Argument(help="Words of the product or its publisher.")] = "",
    *,
    status: Annotated[
        list[str] | None, typer.Option(help="normalised, partly, publisher_only, unknown, manual.")
    ] = None,
    licence: Annotated[list[str] | None, typer.Option(help="free, freeware, commercial.")] = None,
    limit: Annotated[int, typer.Option(help="How many are shown.", min=1, max=500)] = 50,
    as_of: AsOf = None,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """Products, those on most machines first, and how many installations have a name."""
    asked = {"status": status or [], "licence": licence or []}
    found = client(data).get("/software", q=words, limit=limit, as_of=as_of, **asked)
    if as_json:
        output.print_json(data=found)
        return
    show_table(_HEAD, map(_product, found["items"]))
    total = sum(found["installations"].values())
    shares = ", ".join(f"{number} {name.replace('_', ' ')}" for name, number in sorted(found["installations"].items()))
    output.print(f"{found['total']} products; of {total} installations {shares or 'none'}", markup=False)


@app.command()
def show(
    product: Product, *, publisher: Publisher = "", as_of: AsOf = None, as_json: AsJson = False, data: DataDir = None
) -> None:
    """The releases of a product: how sources tell of each, what it is, and by which rule."""
    found = client(data).get("/software/product", product=product, publisher=publisher, as_of=as_of)
    if as_json:
        output.print_json(data=found)
        return
    show_table(_TOLD, map(_release, found["items"]))


@app.command()
def machines(
    product: Product, *, publisher: Publisher = "", as_of: AsOf = None, as_json: AsJson = False, data: DataDir = None
) -> None:
    """The machines that have something of a product."""
    items = client(data).every("/software/machines", product=product, publisher=publisher, as_of=as_of)
    if as_json:
        output.print_json(data={"items": items})
        return
    show_table(("machine", "class", "site"), ((one["name"], one["ci_class"], one["site"] or "") for one in items))


@app.command()
def support(
    ci: Annotated[str, typer.Argument(help="Only of this CI, by name or uid.")] = "",
    *,
    state: Annotated[list[str] | None, typer.Option(help="ended, ends_soon, supported.")] = None,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """Which versions are no longer supported, or not for long, by tables of endoflife.date that were taken in."""
    server = client(data)
    if ci:
        found = server.get(f"/cis/{uid_of(server, ci)}/support")
    else:
        found = server.get("/software-support", state=state or [], limit=500)
    if as_json:
        output.print_json(data=found)
        return
    head = ("product", "of", "versions", "cycle", "state", "ends on", "latest", "machines")
    show_table(head, map(_supported, found["items"]))
    counts = ", ".join(f"{number} {name.replace('_', ' ')}" for name, number in found["states"].items() if number)
    output.print(f"{found['total']} lines; {counts or 'no table tells of what is installed'}", markup=False)


@app.command()
def coverage(
    ci: Annotated[str, typer.Argument(help="Only of this machine, by name or uid.")] = "",
    *,
    by_machine: Annotated[bool, typer.Option("--by-machine", help="Each machine, the smallest share first.")] = False,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """The share of installations that is named to product and version, and what is not."""
    server = client(data)
    asked = {"machine": uid_of(server, ci) if ci else ""}
    found = server.get("/software/coverage", **asked)
    if by_machine or ci:
        found["items"] = server.every("/software/coverage", **asked)
    if as_json:
        output.print_json(data=found)
        return
    if by_machine or ci:
        show_table(("machine", "installed", "named", "share"), map(_covered, found["items"]))
    elif found["left"]:
        show_table(_TOLD, map(_release, found["left"]))
    text = f"{found['named']} of {found['installed']} installations are named: {found['share']:.2%}"
    output.print(text, markup=False)


@app.command("several-versions")
def several_versions(
    *,
    licence: Annotated[list[str] | None, typer.Option(help="free, freeware, commercial.")] = None,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """Products of which a machine has more than one version."""
    items = client(data).every("/software/several-versions", licence=licence or [])
    if as_json:
        output.print_json(data={"items": items})
        return
    names = ("machine", "publisher", "product", "licence")
    show_table((*names, "versions"), ((*(one[name] for name in names), ", ".join(one["versions"])) for one in items))


@app.command()
def rules(*, as_json: AsJson = False, data: DataDir = None) -> None:
    """What people say of names."""
    found = client(data).get("/software/rules")
    if as_json:
        output.print_json(data=found)
        return
    names = ("uid", "name", "of", "publisher", "product", "edition", "suite", "licence")
    show_table(names, ([one[name] for name in names] for one in found["items"]))


@app.command()
def name(  # noqa: PLR0913 - options of a command
    told: Annotated[str, typer.Argument(help="The name as sources tell it; * stands for anything.")],
    *,
    of: Annotated[str, typer.Option(help="Only of this publisher, as sources tell it; * stands for anything.")] = "",
    publisher: Annotated[str, typer.Option(help="Its publisher.")] = "",
    product: Annotated[str, typer.Option(help="The product.")] = "",
    edition: Annotated[str, typer.Option(help="Its edition.")] = "",
    suite: Annotated[str, typer.Option(help="What brings it.")] = "",
    licence: Annotated[str, typer.Option(help="free, freeware or commercial.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what the rule would do.")] = False,
    data: DataDir = None,
) -> None:
    """Say what software is called: the rule wins over all that comes with the product."""
    said = {"publisher": publisher, "product": product, "edition": edition, "suite": suite, "licence": licence}
    body: dict[str, Any] = {"name": told, "of": of, **said}
    server = client(data)
    found = server.send("POST", "/software/rules/preview", body)
    show_table(("told as", "by", "version", "was", "is then", "machines"), map(_changed, found["items"]))
    word = "would name" if dry_run else "names"
    if not dry_run:
        made = server.send("POST", "/software/rules", body)
        word = f"{made['uid']} {word}"
    output.print(f"{word} {found['releases']} releases on {found['machines']} machines", markup=False)


@app.command("forget")
def take_back(
    uid: Annotated[str, typer.Argument(help="Which rule: sr_..., as `rules` shows it.")], *, data: DataDir = None
) -> None:
    """Take a rule back."""
    client(data).send("DELETE", f"/software/rules/{uid}")
    output.print(f"{uid} holds no longer", markup=False)


def _product(one: dict[str, Any]) -> tuple[str, ...]:
    status = one["status"].replace("_", " ")
    return one["publisher"], one["product"], one["licence"], status, str(one["versions"]), str(one["machines"])


def _release(one: dict[str, Any]) -> tuple[str, ...]:
    is_ = one["naming"]
    named = (is_["version"], is_["edition"], is_["component"], is_["status"].replace("_", " "), is_["rule"])
    return one["product"], one["publisher"], *named, str(one["machines"])


def _covered(one: dict[str, Any]) -> tuple[str, ...]:
    return one["name"], str(one["installed"]), str(one["named"]), f"{one['share']:.1%}"


def _supported(one: dict[str, Any]) -> tuple[str, ...]:
    told = (one["cycle"], one["state"].replace("_", " "), one["ends_on"], one["latest"], str(one["machines"]))
    return one["product"], one["publisher"], ", ".join(one["versions"]), *told


def _changed(one: dict[str, Any]) -> tuple[str, ...]:
    was, then = (
        " ".join(filter(None, (full_name(is_["publisher"], is_["product"]), is_["edition"])))
        for is_ in (one["naming"], one["after"])
    )
    return one["product"], one["publisher"], one["version"], was, then, str(one["machines"])
