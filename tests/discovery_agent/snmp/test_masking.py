"""A masked recording holds no address of the device, and is understood as the device was."""

import json
import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discovery_agent.__main__ import answer
from discovery_agent.snmp.interpret import interpret
from discovery_agent.snmp.masking import Mask, addresses_in
from discovery_agent.snmp.snmprec import read_recording
from discovery_agent.snmp.summary import summary_of
from discovery_agent.snmp.values import Value
from discovery_agent.snmp.walk import Walk
from tests.discovery_agent.snmp.responder import Agent, running
from tests.discovery_agent.snmp.test_record import PER_VLAN, SWITCH

DATA = os.environ.get("PLUMBLINE_TEST_DATA", "")
DEVICE: dict[str, Value] = {
    **SWITCH,
    "1.3.6.1.2.1.1.6.0": b"rack 3, console 10.0.0.1 (00:1A:2B:0C:4D:5E)",
    "1.3.6.1.2.1.4.22.1.2.10105.10.0.0.9": b"\x00\x1a\x2b\x0c\x4d\x60",
    "1.3.6.1.2.1.4.21.1.7.0.0.0.0": b"\x0a\x00\x00\xfe",
}


def test_addresses_are_replaced_everywhere_and_the_same_by_the_same() -> None:
    before = interpret(Walk(DEVICE))

    masked = Mask(addresses_in(before), b"key").masked(DEVICE)

    after = interpret(Walk(masked))
    [own] = after.addresses.values()
    [other] = after.resolved
    assert len(masked) == len(DEVICE)
    assert own.prefix_length == 24
    assert (
        own.address.rpartition(".")[0]
        == other.address.rpartition(".")[0]
        == after.gateways[0].address.rpartition(".")[0]
    )
    assert own.address in str(after.location)
    assert str(after.interfaces[10105].mac_address).startswith("00:1a:2b:")
    assert not addresses_in(before) & addresses_in(after)


def test_record_masks_on_request(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "community").write_text("s3cret", encoding="utf-8")
    with running(Agent({"s3cret": DEVICE, "s3cret@30": PER_VLAN})) as port:
        options = ["--community-file", str(tmp_path / "community"), "--port", str(port)]
        answer(["record", "127.0.0.1", "--mask-addresses", "--folder", str(tmp_path / "made"), *options])

    written = capfd.readouterr().out.split()
    assert [Path(path).name for path in written] == ["masked.snmprec", "masked@30.snmprec"]
    texts = "".join(Path(path).read_text(encoding="utf-8").lower() for path in written)
    assert all(
        shown not in texts for shown in ("10.0.0.1|", "0a000001", "001a2b0c4d5e", "0.26.43.12.77.95", "0c:4d:5e")
    )


@given(
    st.dictionaries(st.from_regex(r"1(\.\d{1,3}){1,20}", fullmatch=True), st.binary(max_size=40)),
    st.sets(st.binary(min_size=6, max_size=6)),
)
def test_any_reading_is_masked(values: dict[str, Value], known: set[bytes]) -> None:
    Mask(known, b"key").masked(values)


@pytest.mark.skipif(not DATA, reason="PLUMBLINE_TEST_DATA is not set: no recordings of other projects")
@pytest.mark.parametrize("name", ["librenms/ios_c3560", "librenms/routeros_rb750gr3", "thola/ios_7206VXR"])
def test_masked_recordings_of_real_devices_say_the_same_but_for_addresses(name: str) -> None:
    walk = read_recording(Path(DATA) / "corpora" / "snmp" / f"{name}.snmprec").walk
    before = interpret(walk)

    after = interpret(Walk(Mask(addresses_in(before), b"key").masked(walk.values)))

    kept = {"model", "serial_number", "os_version", "vlans", "components", "memory_bytes", "ci_class", "storage"}
    told = [summary_of(name, facts) for facts in (before, after)]
    assert {key: told[0][key] for key in kept} == {key: told[1][key] for key in kept}
    assert [len(summary["ip_addresses"]) for summary in told] == [len(before.addresses)] * 2
    assert not {entry for entry in addresses_in(before) if len(entry) == 4} & addresses_in(after)
    assert json.dumps(told[1])


@pytest.mark.parametrize("part", ["a", ":", "1.", "a:", "00:"])
def test_a_text_of_any_length_is_gone_through_once(part: str) -> None:
    """Twice the text takes about twice the time, where it took four times as much; the least of several runs counts."""
    mask = Mask({bytes((10, 0, 0, 1))}, b"key")

    def seconds(size: int) -> float:
        text = (part * size)[:size].encode()
        spent: list[float] = []
        for _ in range(3):
            begun = time.process_time()
            mask.masked({"1.3.6.1": text})
            spent.append(time.process_time() - begun)
        return min(spent)

    assert seconds(100_000) < 4 * 3 * seconds(25_000) + 0.05
