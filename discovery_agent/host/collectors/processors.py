"""Processor packages."""

import re
from typing import TypedDict

from discovery_agent.host.collector import Answer, Collector, NotAvailable, Reading
from discovery_agent.host.machine import Machine
from discovery_agent.host.system import read_number, read_text
from graph_schema.ci_classes.processor import Processor
from graph_schema.relationships import PART_OF
from graph_schema.report import Ref, Section

_CLOCK = re.compile(r"@\s*([\d.]+)\s*GHz", re.IGNORECASE)
_MAKERS = {"GenuineIntel": "Intel", "AuthenticAMD": "AMD", "0x41": "ARM", "0xc0": "Ampere", "0x61": "Apple"}
_KEPT = frozenset(
    ("physical id", "core id", "model name", "vendor_id", "cpu cores", "CPU implementer", "CPU part", "cpu")
)


class Facts(TypedDict):
    """One entry for each logical processor; `base_khz` is the nominal clock where the driver knows it."""

    processors: list[dict[str, str]]
    base_khz: int | None


def read(machine: Machine) -> Answer[Facts]:
    """Read /proc/cpuinfo."""
    if machine.surroundings["container"]:
        return NotAvailable("inside a container the processors are the host's")
    processors = logical_processors(read_text(machine.system, "/proc/cpuinfo") or "")
    if not processors:
        return NotAvailable("the kernel names no processors in /proc/cpuinfo on this architecture")
    base = read_number(machine.system, "/sys/devices/system/cpu/cpu0/cpufreq/base_frequency")
    facts: Facts = {"processors": processors, "base_khz": base}
    return Reading(facts)


def interpret(facts: Facts, section: Section, root: Ref) -> None:
    """One processor for each socket."""
    sockets: dict[str, list[dict[str, str]]] = {}
    for entry in facts["processors"]:
        sockets.setdefault(entry.get("physical id", "0"), []).append(entry)
    for number, threads in sorted(sockets.items()):
        first = threads[0]
        maker = first.get("vendor_id") or first.get("CPU implementer") or ""
        name = f"CPU {number}"
        processor = section.add(
            Processor(
                name=name,
                manufacturer=_MAKERS.get(maker, maker if maker.isalpha() else None),
                model=first.get("model name") or first.get("cpu"),
                core_count=len({entry["core id"] for entry in threads if "core id" in entry}) or len(threads),
                thread_count=len(threads),
                speed_mhz=_nominal_mhz(first.get("model name", ""), facts["base_khz"]),
            ),
            ref=name,
        )
        section.relate(processor, PART_OF, root)


def logical_processors(text: str) -> list[dict[str, str]]:
    """The fields of each processor of a cpuinfo text: what follows its line `processor`."""
    found: list[dict[str, str]] = []
    for line in text.splitlines():
        name, _, value = line.partition(":")
        if name.strip() == "processor":
            found.append({})
        elif found and name.strip() in _KEPT:
            found[-1][name.strip()] = value.strip()
    return found


def _nominal_mhz(model: str, base_khz: int | None) -> int | None:
    """Never the current clock, which always moves."""
    found = _CLOCK.search(model)
    if found:
        return round(float(found[1]) * 1000)
    return base_khz // 1000 if base_khz else None


collector = Collector(name="processors", enumerates=(Processor,), read=read, interpret=interpret)
