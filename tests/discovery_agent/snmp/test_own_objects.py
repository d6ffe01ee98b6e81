"""A device of a maker without rules of its own is told by the form of what it says first."""

import pytest

from discovery_agent.snmp.enterprises import enterprise
from discovery_agent.snmp.own_objects import is_model, is_version
from tests.discovery_agent.snmp.readings import device, facts_of

MAKER = "1.3.6.1.4.1.6202"  # registered, and without a file in vendors/


@pytest.mark.parametrize(
    "text", ["1.03.24", "v7.4.5-build249", "V4.62(AALB.0)", "3.0.6 Build 20200805 Rel.55968", "FW: 3.7.1", "R80.10.2"]
)
def test_numbers_with_dots_are_a_version(text: str) -> None:
    assert is_version(text)
    assert not is_model(text)


@pytest.mark.parametrize(
    "text",
    ["230.5", "3.9G", "1.1E-5", "149.217.0.100", "2024.11.28", "28.11.2024", "EDS-G512E", "running", "1" * 2000],
)
def test_a_measured_value_an_address_and_a_date_are_no_version(text: str) -> None:
    assert not is_version(text)


@pytest.mark.parametrize("text", ["EDS-G512E-T", "DS 3016", "T1600G-28TS 3.0", "CP1000PFCLCD"])
def test_letters_with_digits_are_a_model(text: str) -> None:
    assert is_model(text)


@pytest.mark.parametrize(
    "text",
    [
        "S152L18350215",
        "2199797000735",
        "00:1b:54:aa:bb:cc",
        "CPU0_TEMP",
        "Main office of Berlin 1",
        "lable01",
        "A" * 2000,
    ],
)
def test_serial_numbers_addresses_and_what_people_wrote_are_no_model(text: str) -> None:
    assert not is_model(text)


def test_what_stands_first_below_the_makers_number_is_model_and_version() -> None:
    facts = facts_of(
        {
            **device("Controller", f"{MAKER}.1.7"),
            "1.3.6.1.2.1.1.5.0": "RACK-17",
            f"{MAKER}.1.1.0": "RACK-17",
            f"{MAKER}.1.2.0": "NX-1200",
            f"{MAKER}.1.3.0": "2199797000735",
            f"{MAKER}.1.4.0": "4.2.11",
            f"{MAKER}.1.10.0": "NX-9999",
        }
    )

    assert (facts.manufacturer, facts.model, facts.os_version) == ("Nimble", "NX-1200", "4.2.11")
    assert facts.serial_number is None


@pytest.mark.parametrize(
    ("description", "version"),
    [
        ("Switch 24-Port, 2.1.0, Linux 3.6.5, U-Boot 2012.10.1", "2.1.0"),
        ("Hero 4G+ (System 4.02.C.1.0-1): KN-2311", "4.02.C.1.0-1"),
        ("Switch, revision RA.16.02.0012, ROM RA.15.13", "RA.16.02.0012"),
        ("Linux 2.6.32 #1 mips", None),
        ("Controller at 149.217.0.100", None),
    ],
)
def test_a_version_that_a_description_does_not_call_one_is_told_by_its_form(
    description: str, version: str | None
) -> None:
    assert facts_of(device(description, f"{MAKER}.1")).os_version == version


def test_what_others_say_on_a_makers_device_is_not_the_makers() -> None:
    facts = facts_of(
        {**device("Linux box 6.1.0 #1 SMP x86_64"), f"{MAKER}.1.2.0": "NX-1200", f"{MAKER}.1.4.0": "4.2.11"}
    )

    assert (facts.manufacturer, facts.model, facts.os_version) == (None, None, "6.1.0")


def test_a_number_is_its_registered_owners_but_for_those_of_toolkits() -> None:
    assert getattr(enterprise(6202), "name", None) == "Nimble"
    assert enterprise(8072) is None
    assert enterprise(2_000_000_000) is None


@pytest.mark.parametrize(
    ("description", "object_id", "ci_class"),
    [
        ("Linux printserver-2 6.1.0 #1 SMP x86_64", "1.3.6.1.4.1.8072.3.2.10", "server"),
        ("Linux gate 3.10.0 #1 SMP x86_64", f"{MAKER}.1", "appliance"),
        ("Linux cpe 5.4.0 #1 mips", "1.3.6.1.4.1.8072.3.2.10", "network_device"),
        ("Controller", "1.3.6.1.4.1.4369.1", "network_device"),
        ("Controller", f"{MAKER}.1", "unclassified_device"),
    ],
)
def test_a_system_for_general_use_under_a_makers_number_has_one_use(
    description: str, object_id: str, ci_class: str
) -> None:
    assert facts_of(device(description, object_id)).ci_class == ci_class
