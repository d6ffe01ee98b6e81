import re
import sys
from pathlib import Path

import pytest

from discovery_agent.snmp import vendors
from discovery_agent.snmp.enterprises import listed
from discovery_agent.snmp.identify import compiled
from discovery_agent.snmp.vendor import Vendor, VendorFileError, all_vendors
from tests.discovery_agent.snmp.readings import ENTITY, device, facts_of

VENDORS = all_vendors()
GROUPS = {"model", "version", "serial", "os", "maker"}


@pytest.mark.parametrize("vendor", VENDORS, ids=lambda vendor: vendor.name)
def test_the_patterns_of_a_vendor_are_sound(vendor: Vendor) -> None:
    places = [p for f in vendor.families for p in (*f.model, *f.model_with, *f.serial_number, *f.os_version)]
    patterns = [*vendor.marks, *(f.description for f in vendor.families), *(p.pattern for p in places)]

    assert all(set(compiled(pattern).groupindex) <= GROUPS for pattern in patterns)
    assert all(re.fullmatch(r"(\d+|SELF|PARENT)(\.\d+)+", place.oid) for place in places)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "holds no `vendor`"),
        ("from discovery_agent.snmp.vendor import *\nvendor = Vendor('A', marks=('Foo (',))", "'Foo (' cannot be read"),
    ],
)
def test_a_vendor_file_that_cannot_be_used_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, said: str
) -> None:
    (tmp_path / "acme_9.py").write_text(text, encoding="utf-8")
    monkeypatch.setattr(vendors, "__path__", [str(tmp_path)])
    monkeypatch.delitem(sys.modules, "discovery_agent.snmp.vendors.acme_9", raising=False)

    with pytest.raises(VendorFileError, match=re.escape(said)) as raised:
        compiled(all_vendors.__wrapped__()[0].marks[0])

    assert "acme_9.py" in str(raised.value)


def test_an_enterprise_number_belongs_to_one_vendor() -> None:
    numbers = [number for vendor in VENDORS for number in vendor.enterprises]

    assert sorted(numbers) == sorted(set(numbers))
    assert [number for number in numbers if number in listed()] == [], "a vendor file says whose its numbers are"


def test_a_description_tells_model_and_version() -> None:
    facts = facts_of(
        device(
            "Arista Networks EOS version 4.20.12.1M running on an Arista Networks DCS-7150S-24",
            "1.3.6.1.4.1.30065.1.3011",
        )
    )

    assert (facts.manufacturer, facts.model, facts.os_version) == ("Arista", "DCS-7150S-24", "4.20.12.1M")
    assert (facts.os_name, facts.ci_class) == ("EOS", "switch")


@pytest.mark.parametrize(
    ("description", "version"),
    [
        ("AIX host1 1 7 00F6D1C54C00", "7.1"),
        ("Base Operating System Runtime AIX version: 07.02.0005.0110 TCP/IP Client Support", "7.2.5.110"),
        ("Base Operating System Runtime AIX version: 05.03", "5.3"),
    ],
)
def test_aix_is_of_the_version_that_it_writes_itself(description: str, version: str) -> None:
    facts = facts_of(device(description, "1.3.6.1.4.1.2.3.1.2.1.1.3"))

    assert (facts.manufacturer, facts.os_name, facts.os_version) == ("IBM", "AIX", version)


def test_an_agent_of_a_toolkit_is_told_by_what_only_its_maker_answers() -> None:
    facts = facts_of(
        {
            **device("Linux nas 3.2.40 #1 armv7l"),
            "1.3.6.1.4.1.6574.1.5.1.0": "DS214se",
            "1.3.6.1.4.1.6574.1.5.2.0": "139M8N0094",
        }
    )

    assert (facts.manufacturer, facts.model, facts.serial_number) == ("Synology", "DS214se", "139M8N0094")
    assert facts.ci_class == "storage_array"


def test_an_unknown_maker_is_told_by_its_number_and_the_rest_by_the_standard_tables() -> None:
    facts = facts_of(
        {
            **device("Some Switch, firmware 3.1.4", "1.3.6.1.4.1.5651.1"),
            f"{ENTITY}.5.1": 3,
            f"{ENTITY}.13.1": "M-1",
            f"{ENTITY}.11.1": "S1",
        }
    )

    assert (facts.manufacturer, facts.model, facts.serial_number) == ("Maipu", "M-1", "S1")
    assert (facts.os_version, facts.ci_class) == ("3.1.4", "switch")


def test_what_nothing_tells_stays_open() -> None:
    facts = facts_of({})

    assert (facts.manufacturer, facts.model, facts.serial_number, facts.os_version) == (None, None, None, None)
    assert facts.ci_class == "unclassified_device"
    assert facts.problems == ["the recording holds no values"]


def test_switches_that_others_sell_keep_their_facts_below_each_products_own_number() -> None:
    own = "1.3.6.1.4.1.99999.6.10.120"
    facts = facts_of(
        {
            **device("Acme", f"{own}.104"),
            f"{own}.1.1.3.1.6.1": "1.0.2.3",
            f"{own}.1.1.3.1.10.1": "XX0001",
            f"{own}.1.1.5.1.0": "SW-24",
        }
    )

    assert (facts.model, facts.serial_number, facts.os_version) == ("SW-24", "XX0001", "1.0.2.3")


def extended(base: str, command: str) -> str:
    """The instance of a command that an administrator added to net-snmp's agent."""
    return f"{base}.{len(command)}." + ".".join(str(byte) for byte in command.encode())


def test_what_an_administrator_lets_a_linux_agent_tell_is_taken() -> None:
    line, whole = "1.3.6.1.4.1.8072.1.3.2.3.1.1", "1.3.6.1.4.1.8072.1.3.2.3.1.2"

    facts = facts_of(
        {
            **device("Linux web1 6.1.0-18-amd64 #1 SMP x86_64"),
            extended(line, "distro"): "Debian 12",
            extended(whole, "hardware"): "PowerEdge R650\nwith a second line",
            extended(line, "serial"): "ABC1234",
        }
    )

    assert (facts.os_name, facts.os_version) == ("Debian", "12")
    assert (facts.model, facts.serial_number, facts.ci_class) == ("PowerEdge R650", "ABC1234", "server")


def test_commands_at_a_place_of_their_own_are_found_and_a_bsd_is_what_it_says_itself() -> None:
    own = "1.3.6.1.4.1.2021.7890"

    facts = facts_of(
        {
            **device("FreeBSD db1 14.1-RELEASE FreeBSD 14.1-RELEASE #0 amd64"),
            extended(f"{own}.1.3.1.1", "distro"): "FreeBSD 13.2",
            extended(f"{own}.2.4.1.2", "hardware") + ".1": "KVM",
            extended(f"{own}.3.3.1.2", "manufacturer"): "Red Hat",
        }
    )

    assert (facts.manufacturer, facts.model) == ("Red Hat", "KVM")
    assert (facts.os_name, facts.os_version) == ("FreeBSD", "14.1-RELEASE")


def test_a_model_told_in_pieces_is_whole_or_what_stands_alone() -> None:
    chassis = "1.3.6.1.4.1.3709.3.5.201.1.1"
    switch = {**device("ETH24GX", "1.3.6.1.4.1.3709"), f"{chassis}.2.1.9.1": "ETH24GX"}

    models = [facts_of(switch | {f"{chassis}.17.0": number}).model for number in (9, 2000000254)]

    assert models == ["dmSwitch4100 ETH24GX", "ETH24GX"]


def test_a_ups_behind_the_card_of_another_maker_is_called_by_its_own_makers_name() -> None:
    ident = "1.3.6.1.2.1.33.1.1"
    card = device("The Cs141 SNMP Agent", "1.3.6.1.2.1.33")
    ups = {f"{ident}.1.0": "Multimatic", f"{ident}.2.0": "Upscale"}

    behind_a_card = facts_of(card | ups)
    alone = facts_of(device("UPS", "1.3.6.1.4.1.99999.1") | ups)

    assert (behind_a_card.manufacturer, behind_a_card.model) == ("Generex", "Multimatic Upscale")
    assert (alone.manufacturer, alone.model) == ("Multimatic", "Upscale")
