"""Reads what the applications of a machine are and are configured to do."""

from binascii import b2a_base64
from collections.abc import Collection, Iterable

from discovery_agent.host.activity import Activity
from discovery_agent.host.application import Application, Configured, Started
from discovery_agent.host.application_facts import (
    ApplicationReading,
    ApplicationsReading,
    MemberReading,
    NeedReading,
    ZoneReading,
)
from discovery_agent.host.arguments import is_title
from discovery_agent.host.certificate_files import CertificateFile, named_certificates
from discovery_agent.host.configuration import ConfigurationFiles
from discovery_agent.host.contained import environment_needs, hosts_beside
from discovery_agent.host.contained_files import ProgramFiles, container_of
from discovery_agent.host.host_names import hosts_of, is_short_name, is_whole_name
from discovery_agent.host.image_versions import add_versions
from discovery_agent.host.listening import listeners_of, owners_of
from discovery_agent.host.package_databases import Package
from discovery_agent.host.programs import Program, programs_of
from discovery_agent.host.recognition import application_of, is_doubtful, is_its_own, product_of
from discovery_agent.host.resolver_configuration import search_domain
from discovery_agent.host.system import System, read_text
from graph_schema.values import is_address

_MAX_ITEMS = 200
_BUILT = ("/usr/local/", "/home/", "/srv/", "/root/")
NOT_UNDERSTOOD = (ValueError, LookupError, TypeError, RecursionError)


def recognised(activity: Activity) -> list[tuple[Program, Application]]:
    """The programs that are known applications."""
    found = ((program, application_of(program.main)) for program in programs_of(activity))
    return [(program, application) for program, application in found if application is not None]


def read_applications(
    system: System,
    activity: Activity,
    known: list[tuple[Program, Application]],
    installed: Iterable[Package],
    *,
    far: Collection[str] | None,
) -> ApplicationsReading:
    """Read what the applications of a machine are configured to do; not where `far` is None.

    `far` are the mount points below which nothing may be touched.
    """
    files = ProgramFiles(system, far or (), [program for program, _ in known] if far is not None else ())
    ports = _ports_of(activity)
    titles = {p["pid"]: p["arguments"][0] for p in activity["processes"] if is_title(p["arguments"])}
    packages = list(installed)
    found: list[ApplicationReading] = []
    problems: list[str] = []
    for program, application in known:
        own_files = files.of(program) if far is not None else None
        configured = Configured()
        try:
            if application.configure and own_files is not None:
                configured = application.configure(_started(program, ports, titles), own_files)
        except NOT_UNDERSTOOD as error:
            problems.append(f"{application.name}: its configuration is not understood ({type(error).__name__})")
        if is_doubtful(program.main) and not _is_shown(program, configured, ports):
            continue
        entry = _entry(program, application, configured, packages)
        found.append(_with_place(entry, program, _certificates(configured, own_files)))
    add_versions(activity, found, [application for _, application in known])
    _add_environments(activity, found)
    own = {program.key for program, _ in known if not container_of(program)}
    beside = hosts_beside(activity)
    if far is not None:
        beside |= {program.key: {**files.hosts_of(program), **beside.get(program.key, {})} for program, _ in known}
    _resolve(system, found, beside)
    _name_short_ones(system, [entry for entry in found if entry["program"] in own])
    problems += files.problems
    return {"found": found, "problems": sorted(problems)[:_MAX_ITEMS], "is_denied": files.is_denied}


def _entry(
    program: Program, application: Application, configured: Configured, packages: list[Package]
) -> ApplicationReading:
    package = _package_of(program, application, packages)
    entry = _reading(program.key, application, configured, package)
    entry["product"] = product_of(application, program.main, package[0] if package else "")
    entry["is_claimed"] = program.main.get("is_claimed", False)
    return entry


def _with_place(entry: ApplicationReading, program: Program, certificates: list[CertificateFile]) -> ApplicationReading:
    if certificates:
        entry["certificates"] = certificates
    if container := container_of(program):
        entry["container"] = container
    return entry


def _certificates(configured: Configured, files: ConfigurationFiles | None) -> list[CertificateFile]:
    """The certificates that a configuration names."""
    if files is None:
        return []
    return [
        {
            "path": path,
            "ports": list(ports),
            "content": b2a_base64(files.certificate(path) or b"", newline=False).decode("ascii"),
        }
        for path, ports in named_certificates(configured, files)
    ]


def _zones(configured: Configured) -> list[ZoneReading]:
    return [{"name": zone.name, "records": [list(one) for one in zone.records]} for zone in configured.zones]


def _folders(configured: Configured) -> set[str]:
    """Those that are said in full."""
    return {folder for folder in configured.folders if folder.startswith("/") and not {"$", "%"}.intersection(folder)}


def _is_shown(program: Program, configured: Configured, ports: dict[str, frozenset[int]]) -> bool:
    """Whether a program behaves as the application that it is called: it listens, by a configuration of its own."""
    return bool(ports.get(program.key)) and any(is_its_own(program.main, file) for file in configured.files)


def _ports_of(activity: Activity) -> dict[str, frozenset[int]]:
    owners = owners_of(activity)
    found: dict[str, set[int]] = {}
    listening = [(listener.port, sockets) for listener, sockets in listeners_of(activity).items()]
    for network in activity.get("networks", {}).values():
        listening += [(entry["port"], [entry]) for entry in network["sockets"] if entry["remote_address"] is None]
    for port, sockets in listening:
        program = owners.program_of(sockets)
        if program is not None:
            found.setdefault(program.key, set()).add(port)
    return {key: frozenset(ports) for key, ports in found.items()}


def _started(program: Program, ports: dict[str, frozenset[int]], titles: dict[int, str]) -> Started:
    arguments = program.main["arguments"]
    title = arguments[0] if is_title(arguments) else ""
    directory = program.main["directory"] or ""
    others = tuple(titles[pid] for pid in program.pids[1:] if pid in titles)
    return Started(tuple(arguments), directory, ports.get(program.key, frozenset()), title, others)


def _package_of(program: Program, application: Application, packages: list[Package]) -> list[str]:
    """Name, version and kind of its package: of several versions side by side, the one that the path names.

    What a container runs, or what people built themselves, is of no package of the machine.
    """
    path = program.main["executable"] or ""
    if container_of(program) or (path.startswith(_BUILT) and not application.runs):
        return []
    for expression in application.packages:
        matching = [
            (f"/{rest}/" in path, p["name"], p) for p in packages if (rest := _rest(p["name"], expression)) is not None
        ]
        if matching:
            best = max(matching, key=lambda entry: entry[:2])[2]
            return [best["name"], best["version"], best["kind"]]
    return []


def _rest(name: str, expression: str) -> str | None:
    """What stands for the `*` at the end of an expression, which begins with a digit; None where it does not fit."""
    stem = expression.removesuffix("*")
    rest = name.removeprefix(stem)
    fits = name.startswith(stem) and (not rest or (stem != expression and rest[0].isdigit()))
    return rest if fits else None


def _reading(
    program: str, application: Application | None, configured: Configured, package: list[str]
) -> ApplicationReading:
    return {
        "program": program,
        "application": application.name if application else "",
        "product": application.product if application else "",
        "traffic": application.traffic if application else "",
        "package": package,
        "version": configured.version,
        "instance": configured.instance,
        "data_directory": configured.data_directory,
        "needs": [{**need._asdict(), "addresses": []} for need in dict.fromkeys(configured.needs[:_MAX_ITEMS])],  # pyright: ignore[reportReturnType] - the fields of a Need
        "pools": [
            {
                **pool._asdict(),
                "members": [{**member._asdict(), "addresses": []} for member in pool.members[:_MAX_ITEMS]],
            }
            for pool in configured.pools[:_MAX_ITEMS]
        ],  # pyright: ignore[reportReturnType] - the fields of a Pool
        "serves": list(dict.fromkeys(configured.serves))[:_MAX_ITEMS],
        "sockets": list(dict.fromkeys(configured.sockets))[:_MAX_ITEMS],
        "files": list(dict.fromkeys(configured.files))[:_MAX_ITEMS],
        "databases": list(configured.databases[:_MAX_ITEMS]),
        "has_all_databases": configured.has_all_databases and len(configured.databases) <= _MAX_ITEMS,
        "zones": _zones(configured),
        "folders": sorted(_folders(configured))[:_MAX_ITEMS],
        "addresses": [list(entry) for entry in configured.addresses[:_MAX_ITEMS]],
        "watched": sorted({*configured.watched})[:_MAX_ITEMS],
    }


def _add_environments(activity: Activity, found: list[ApplicationReading]) -> None:
    """Needs that containers are given by their environment, also of programs that are no known applications."""
    known = {entry["program"]: entry for entry in found}
    for program, needs in environment_needs(activity).items():
        if program not in known:
            known[program] = _reading(program, None, Configured(), [])
            found.append(known[program])
        copied: list[NeedReading] = [{**need} for need in needs]  # several programs of a container have the same
        known[program]["needs"] = [*known[program]["needs"], *copied][:_MAX_ITEMS]


def _name_short_ones(system: System, found: list[ApplicationReading]) -> None:
    """The whole names of hosts that programs outside of containers are told by their first part."""
    needs = [need for entry in found for need in entry["needs"] if is_short_name(need["host"])]
    domain = search_domain(system) if needs else ""
    written = hosts_of(read_text(system, "/etc/hosts") or "") if domain else {}
    for need in needs:
        name = f"{need['host'].lower()}.{domain}"
        if need["host"].lower() not in written and is_whole_name(name):
            need["is_dns_name"], need["whole_name"] = True, name


def _resolve(system: System, found: list[ApplicationReading], beside: dict[str, dict[str, list[str]]]) -> None:
    """Fill in the addresses of the hosts that are named, asked for all together, of containers by their engine."""
    places: list[NeedReading | MemberReading] = []
    for entry in found:
        known_beside = beside.get(entry["program"], {})
        named: list[NeedReading | MemberReading] = [*entry["needs"]]
        named += [member for pool in entry["pools"] for member in pool["members"]]
        for place in named:
            place["addresses"] = known_beside.get(place["host"]) or known_beside.get(place["host"].lower(), [])
        places += [place for place in named if not place["addresses"]]
    names = sorted({p["host"] for p in places if not is_address(p["host"]) and not p["host"].startswith("/")})
    known = system.addresses_of(names) if names else {}
    written = hosts_of(read_text(system, "/etc/hosts") or "") if names else {}
    for need in (need for entry in found for need in entry["needs"] if not need["addresses"]):
        if is_whole_name(need["host"]) and need["host"].lower() not in written:
            need["is_dns_name"] = True
    for place in places:
        place["addresses"] = [place["host"]] if is_address(place["host"]) else known.get(place["host"], [])
