"""What other programs take to read the same switch: net-snmp's snmpbulkwalk, and pysnmp as its manual shows it."""

import shutil
import sys

from discovery_agent.bench import switch
from discovery_agent.bench.costs import cost_of, measuring_environment

_RUNS, _DEVICES = 5, 10
_PYSNMP = """
import asyncio, sys
from pysnmp.hlapi.v3arch.asyncio import (
    CommunityData, ContextData, ObjectIdentity, ObjectType, SnmpEngine, UdpTransportTarget, bulk_walk_cmd)

async def main(count, port, community):
    engine = SnmpEngine()
    for number in range(1, count + 1):
        place = await UdpTransportTarget.create((f"127.1.0.{number}", port), timeout=5)
        for root in ("1.0.8802", "1.3.6.1"):
            async for told in bulk_walk_cmd(engine, CommunityData(community), place, ContextData(), 0, 25,
                                            ObjectType(ObjectIdentity(root)), lookupMib=False):
                pass

asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]))
"""


def peers_beside(port: int) -> dict[str, float]:
    """CPU milliseconds that a switch takes each program that is installed. Raises BenchError."""
    found: dict[str, float] = {}
    walker = shutil.which("snmpbulkwalk")
    if walker:
        place = f"127.1.0.1:{port}"
        command = [walker, "-v2c", "-c", switch.COMMUNITY, "-t", "5", "-On", "-Cr25", place, ".1"]
        found["snmpbulkwalk"] = 1000 * cost_of(command, _RUNS, measuring_environment()).seconds
    none, some = (_pysnmp_seconds(count, port) for count in (0, _DEVICES))
    found["plain pysnmp"] = 1000 * (some - none) / _DEVICES
    return found


def _pysnmp_seconds(count: int, port: int) -> float:
    command = [sys.executable, "-c", _PYSNMP, str(count), str(port), switch.COMMUNITY]
    return cost_of(command, 1, measuring_environment()).seconds
