"""`python -m tests.lab.predict TRUTH.json --data FOLDER > predictions.ndjson`: what the server foretells of the lab."""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cmdb_server.cli.client import Client
from cmdb_server.settings import load_settings
from tests.lab.naming import Names, names_of

MANAGEMENT = frozenset(("sshd", "snmpd", "snmpsim", "lldpd"))


def targets(truth: Mapping[str, Any], *, links: bool) -> list[str]:
    """What `lab campaign` breaks: all nodes but the observer's, then services; with `links` every cable as well."""
    nodes = [node["name"] for node in truth["nodes"] if node["name"] != truth["vantage"]]
    services = [service["id"] for node in truth["nodes"] for service in node["services"]]
    return [
        *nodes,
        *(one for one in services if one.split("/")[1] not in MANAGEMENT),
        *([link["id"] for link in truth["links"]] if links else []),
    ]


def declare(server: Client, truth: Mapping[str, Any], names: Names) -> dict[str, str]:
    """The business services by uid, made where they are not there: by their address, else by their programs."""
    known = {item["name"]: item["uid"] for item in server.get("/services")["items"]}
    for business in truth["business_services"]:
        if business["name"] in known:
            continue
        probe = business.get("probe")
        chosen = [] if probe else [names.uids[need] for need in business["needs"]]
        body = {
            "ci_class": "business_service",
            "attributes": {"name": business["name"]},
            "definition": {"entries": [probe] if probe else [], "chosen": chosen},
        }
        known[business["name"]] = server.send("POST", "/services", body)["uid"]
    return {known[business["name"]]: business["name"] for business in truth["business_services"]}


def predictions(server: Client, truth: Mapping[str, Any], *, links: bool) -> Iterator[dict[str, Any]]:
    """What becomes of services and of the business for each target; where it is no CI nothing, which is said."""
    lines = b"".join(server.stream("/export")).splitlines()
    names = names_of(truth, (json.loads(line) for line in lines))
    business = declare(server, truth, names)
    for target in targets(truth, links=links):
        states: dict[str, str] = {}
        if target in names.uids:
            states = server.send("POST", "/impact", {"down": [names.uids[target]]})["states"]
        else:
            sys.stderr.write(f"{target}: discovery has not found it, so nothing is foretold of it\n")
        yield {
            "target": target,
            "services": names.states(states),
            "business": {name: states.get(uid, "up") for uid, name in business.items()},
        }


def main() -> None:
    """Print one prediction a line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("truth", type=Path, help="what `lab truth` prints")
    parser.add_argument("--data", type=Path, help="data directory of the server")
    parser.add_argument("--links", action="store_true", help="also every cable, by its first end")
    given = parser.parse_args()
    truth = json.loads(given.truth.read_text(encoding="utf-8"))
    for prediction in predictions(Client(load_settings(data_dir=given.data)), truth, links=given.links):
        sys.stdout.write(json.dumps(prediction) + "\n")


if __name__ == "__main__":
    main()
