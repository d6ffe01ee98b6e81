"""What descriptions say whose form no rule knows."""

import pytest

from discovery_agent.snmp.described import model_said
from discovery_agent.snmp.own_objects import is_model


@pytest.mark.parametrize(
    ("description", "model"),
    [
        ("PowerConnect 6248, 3.3.7.3, VxWorks 6.5", "PowerConnect 6248"),
        ("Room Alert 4E v4.2.4", "Room Alert 4E"),
        ("Netman 204", "Netman 204"),
        ("NFT 2N", "NFT 2N"),
        ("ExtremeXOS (X440-24p) version 15.5.1.6", "X440-24p"),
        ("ArubaOS (MODEL: Aruba7210-US), Version 6.5.3.5", "Aruba7210-US"),
        ("IPBS2[10.3.9], Bootcode[10.3.9], Hardware[IPBS2-C3/1B1]", "IPBS2-C3/1B1"),
        ("Prod: Integra-E;Vers: 3.17.10", "Integra-E"),
        ("NMM 3000 Hub Agent", None),
        ("RouterOS 6100", None),
        ("Software Version 1200", None),
        ("Ubuntu 22", None),
        ("Linux nas 3.2.40 #1 armv7l", None),
    ],
)
def test_a_series_with_its_number_is_a_model_and_a_system_with_its_version_is_none(
    description: str, model: str | None
) -> None:
    assert model_said(description) == model


@pytest.mark.parametrize("label", ["Ext Sensor 1", "PORT1", "Channel 1/1", "SHELF-1", "Controller input1"])
def test_the_label_of_a_part_is_no_model(label: str) -> None:
    assert not is_model(label)
    assert is_model("NX-1200")
