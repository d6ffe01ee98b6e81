"""A device with several addresses is read once; clones, duplicates and whoever is only alike are read each."""

import asyncio
from collections.abc import Mapping, Sequence

import pytest

from discovery_agent.scan.job import AddressOutcome, Credential, Job, Limits, attempt_of
from discovery_agent.scan.method import MethodResult, ScanMethod, Target
from discovery_agent.scan.read_devices import Mark, ReadDevices, SameDeviceError
from discovery_agent.scan.run import run
from discovery_agent.scan.target_scan import load_methods
from discovery_agent.secret import Secret
from graph_schema.ci_classes.ip_address import IPAddress
from graph_schema.report import Ref, Report, Root, Section

KEY, OTHER = Mark(("key",)), Mark(("other",))


def report(source: str, *addresses: str) -> Report:
    section = Section("network_interfaces")
    for address in addresses:
        section.add(IPAddress(name=address, address=address))
    return Report("r", source, "2026-01-01T00:00:00Z", Root(Ref("router:self"), "router"), (section,))


def test_a_device_is_found_at_its_own_addresses_by_its_own_mark_only() -> None:
    async def found() -> list[str]:
        devices = ReadDevices()
        assert not await devices.find("ssh", "10.0.0.1", KEY)
        devices.end("ssh", "10.0.0.1", [report("s", "10.0.0.1", "10.1.0.1", "10.2.0.1")])
        asked = [("10.1.0.1", KEY), ("10.2.0.1", OTHER), ("10.3.0.1", KEY), ("10.0.0.1", KEY)]
        return [await devices.find("ssh", address, mark) for address, mark in asked] + [
            await devices.find("snmp", "10.1.0.1", KEY)
        ]

    assert asyncio.run(found()) == ["10.0.0.1", "", "", "", ""]


def test_a_device_that_was_not_read_to_its_end_is_read_at_its_other_addresses_too() -> None:
    async def found() -> str:
        devices, told = ReadDevices(), report("s", "10.0.0.1", "10.1.0.1")
        told.sections[0].outcome = "partial"
        await devices.find("snmp", "10.0.0.1", KEY)
        devices.end("snmp", "10.0.0.1", [told])
        return await devices.find("snmp", "10.1.0.1", KEY)

    assert asyncio.run(found()) == ""


def test_whoever_is_alike_waits_for_one_at_a_lower_address_and_never_for_several() -> None:
    async def waits(*underway: str) -> bool:
        devices = ReadDevices()
        for address in underway:
            await devices.find("ssh", address, Mark((address,)))
            devices._underway["ssh", address].mark = KEY  # pyright: ignore[reportPrivateUsage] - began at the same time
        asked = asyncio.create_task(devices.find("ssh", "10.0.0.5", KEY))
        for _ in range(3):
            await asyncio.sleep(0)
        is_waiting = not asked.done()
        for address in underway:
            devices.end("ssh", address, [])
        assert await asked == ""
        return is_waiting

    assert asyncio.run(waits("10.0.0.1"))
    assert not asyncio.run(waits("10.0.0.9"))
    assert not asyncio.run(waits("10.0.0.1", "10.0.0.2"))
    assert asyncio.run(waits("10.0.0.1", "10.0.0.8", "10.0.0.9"))


def test_what_one_method_says_of_an_address_makes_the_next_wait_for_the_other() -> None:
    async def found() -> tuple[bool, str]:
        devices = ReadDevices()
        with devices.in_hand("10.0.0.1"):
            await devices.find("snmp", "10.0.0.1", OTHER)
            devices.end("snmp", "10.0.0.1", [report("s", "10.0.0.1", "10.1.0.1")])
            asked = asyncio.create_task(devices.find("ssh", "10.1.0.1", KEY))
            for _ in range(3):
                await asyncio.sleep(0)
            is_waiting = not asked.done()
            await devices.find("ssh", "10.0.0.1", KEY)
            devices.end("ssh", "10.0.0.1", [report("s", "10.0.0.1", "10.1.0.1")])
        return is_waiting, await asked

    assert asyncio.run(found()) == (True, "10.0.0.1")


@pytest.mark.parametrize(("after", "fits"), [(2.9, True), (3.1, False), (-3.1, False)])
def test_devices_that_started_at_other_times_are_others(after: float, *, fits: bool) -> None:
    assert Mark(("x",), 100.0).fits(Mark(("x",), 100.0 + after)) is fits
    assert not Mark(("x",), 100.0).fits(Mark(("y",), 100.0))


def port_of(job: Job) -> int:
    return job.snmp_port


def scanned(devices: Mapping[str, tuple[str, tuple[str, ...]]], at_once: int) -> dict[str, AddressOutcome]:
    """What a scan comes to of devices, each with what it shows and its own addresses, by the address that is read."""

    async def read(target: Target, credentials: Sequence[Credential], _limits: Limits) -> MethodResult:
        shows, own = devices[target.address]
        assert target.devices is not None
        if found := await target.devices.find("snmp", target.address, Mark((shows,))):
            return target.read_elsewhere("snmp", SameDeviceError(found), (credentials[0].credential_id, 1))
        await asyncio.sleep(0)
        told = attempt_of("snmp", credentials[0].credential_id, "inventoried", "", 1)
        return MethodResult((report(target.source("snmp"), *own),), (told,))

    async def scan() -> dict[str, AddressOutcome]:
        kept: list[str] = []

        async def keep(told: Report) -> None:
            kept.append(told.source)

        credential = Credential("c", "snmp_v2c", "", {"community": Secret("x")})
        limits = Limits(at_once=at_once)
        job = Job("j", "r", "lab", tuple(devices), ("snmp",), credentials=(credential,), limits=limits)
        methods = load_methods(job)._replace(known={"snmp": ScanMethod("snmp", port_of, read)})
        found = {one.address: one async for one in run(job, job.addresses, methods, keep)}
        assert sorted(kept) == sorted({source for one in found.values() for source in one.sources})
        return found

    return asyncio.run(scan())


@pytest.mark.parametrize("at_once", [1, 10])
def test_a_router_is_read_once_and_its_other_addresses_say_where(at_once: int) -> None:
    own = ("10.0.0.1", "10.1.0.1", "10.2.0.1")

    found = scanned(dict.fromkeys(own, ("core", own)), at_once)

    said = [(one.state, one.attempts[-1].outcome, one.attempts[-1].detail) for _, one in sorted(found.items())]
    assert said == [("inventoried", "inventoried", ""), *[("inventoried", "same_device", "read at 10.0.0.1")] * 2]
    assert {one.sources for one in found.values()} == {("snmp:lab/10.0.0.1",)}


@pytest.mark.parametrize("at_once", [1, 10])
def test_who_only_says_that_it_has_the_address_of_another_hides_nobody(at_once: int) -> None:
    liar = ("core", ("10.0.0.1", "10.1.0.1"))

    found = scanned({"10.0.0.1": liar, "10.1.0.1": ("edge", ("10.1.0.1",)), "10.2.0.1": ("core", ())}, at_once)

    assert {one.attempts[-1].outcome for one in found.values()} == {"inventoried"}
    assert len({one.sources for one in found.values()}) == 3
