"""The databases of programs of which all are known: one that is not told any more is gone."""

from typing import TypedDict

from discovery_agent.host.application_data import add_databases
from discovery_agent.host.collector import APPLICATIONS, Answer, Collector, NotAvailable, Reading
from discovery_agent.host.machine import Machine
from graph_schema.ci_classes.database import Database
from graph_schema.report import Ref, Section, ref_of

_OFF = "databases are found by configuration and data, which are not to be looked into here"


class Serving(TypedDict):
    """A program (by its key), which application it is, and all its databases by name."""

    program: str
    application: str
    databases: list[str]


class Facts(TypedDict):
    """The programs that serve databases."""

    serving: list[Serving]


def read(machine: Machine) -> Answer[Facts]:
    """The shared reading of configuration. Where some of it may not be read, there may be others."""
    if not machine.reads_configuration:
        return NotAvailable(_OFF)
    known = machine.activity.get("applications")
    is_denied = known is not None and known["is_denied"]
    denied = [f"some configuration files may not be read; {machine.system.remedy}"] if is_denied else []
    serving: list[Serving] = [
        {"program": entry["program"], "application": entry["application"], "databases": entry.get("databases", [])}
        for entry in (known["found"] if known else ())
        if entry.get("has_all_databases")
    ]
    facts: Facts = {"serving": serving}
    return Reading(facts, (*machine.activity["gaps"], *denied))


def interpret(facts: Facts, section: Section, _root: Ref) -> None:
    """Each runs on its program."""
    for entry in facts["serving"]:
        program = ref_of("software_instance", entry["program"])
        add_databases(entry["databases"], entry["application"], program, section)


collector = Collector(name="databases", enumerates=(Database,), read=read, interpret=interpret, stage=APPLICATIONS)
