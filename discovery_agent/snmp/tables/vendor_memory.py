"""Installed memory of devices that serve no HOST-RESOURCES-MIB: one line for each object of a manufacturer's MIB."""

from typing import NamedTuple

from discovery_agent.snmp.facts import Facts, Memory
from discovery_agent.snmp.table import LAST, Table
from discovery_agent.snmp.values import size
from discovery_agent.snmp.walk import Walk

_BYTE, _KILOBYTE, _MEGABYTE = 1, 1024, 1024**2
_E = "1.3.6.1.4.1"


class Told(NamedTuple):
    """An object that tells memory, and in which unit."""

    oid: str
    unit: int


_SCALARS = (
    Told(f"{_E}.22610.2.4.1.2.1", _KILOBYTE),  # A10 ACOS
    Told(f"{_E}.664.5.53.1.4.6", _BYTE),  # Adtran AOS
    Told(f"{_E}.14179.1.1.5.2", _KILOBYTE),  # Cisco AireOS
    Told(f"{_E}.21067.2.1.2.4.1", _MEGABYTE),  # Cyberoam
    Told(f"{_E}.2604.5.1.2.5.1", _MEGABYTE),  # Sophos SFOS
    Told(f"{_E}.6296.9.1.1.1.14", _BYTE),  # Dasan NOS
    Told(f"{_E}.6339.100.1.11.6", _BYTE),  # Digital China Networks
    Told(f"{_E}.35265.41.1.2.1.1.3", _BYTE),  # Eltex MES23xx
    Told(f"{_E}.12356.101.4.1.5", _KILOBYTE),  # Fortinet FortiOS
    Told(f"{_E}.12356.106.4.1.4", _KILOBYTE),  # Fortinet FortiSwitchOS
    Told(f"{_E}.13464.1.2.1.1.2.12", _MEGABYTE),  # FS
    Told(f"{_E}.50001.1.220", _MEGABYTE),  # Hikvision
    Told(f"{_E}.232.11.2.13.1", _MEGABYTE),  # HPE
    Told(f"{_E}.8744.5.21.1.1.9", _KILOBYTE),  # HP MSM
    Told(f"{_E}.30140.3.10", _BYTE),  # Advantech
    Told(f"{_E}.10002.1.1.1.1.1", _KILOBYTE),  # Frogfoot, of Ubiquiti's and LigoWave's radios
    Told(f"{_E}.2356.13.1.47.4", _KILOBYTE),  # LANCOM LCOS LX
    Told(f"{_E}.5951.4.1.1.41.4", _MEGABYTE),  # Citrix NetScaler
    Told(f"{_E}.13191.10.3.3.1.1.3", _BYTE),  # OneAccess
    Told(f"{_E}.4413.1.1.1.1.4.2", _KILOBYTE),  # Broadcom FASTPATH
    Told(f"{_E}.4526.10.1.1.4.2", _KILOBYTE),  # Netgear
    Told(f"{_E}.3375.2.1.7.1.1", _BYTE),  # F5 BIG-IP
    Told(f"{_E}.1991.1.1.2.1.54", _BYTE),  # Brocade IronWare
)
_COLUMNS = (
    Told(f"{_E}.14823.2.2.1.1.1.11.1.2", _KILOBYTE),  # Aruba controllers
    Told(f"{_E}.14823.2.3.3.1.2.1.1.10", _BYTE),  # Aruba Instant
    Told(f"{_E}.45.1.6.3.8.1.1.12", _MEGABYTE),  # Avaya and Extreme BOSS
    Told(f"{_E}.3709.3.6.4.2.2.1.2", _BYTE),  # Datacom DmOS
    Told(f"{_E}.5624.1.2.49.1.3.1.1.4", _KILOBYTE),  # Enterasys
    Told(f"{_E}.12276.1.2.1.4.1.1.5", _BYTE),  # F5OS
    Told(f"{_E}.24693.100.4.1.1", _KILOBYTE),  # FireBrick
    Told(f"{_E}.1991.1.1.2.2.1.1.24", _BYTE),  # Brocade modules
    Told(f"{_E}.2636.3.1.13.1.15", _MEGABYTE),  # Juniper
    Told(f"{_E}.637.61.1.9.29.2.1.1", _MEGABYTE),  # Nokia ISAM
    Told(f"{_E}.40418.7.100.1.8.1.7", _BYTE),  # SNR
    Told(f"{_E}.2011.5.25.31.1.1.1.1.9", _BYTE),  # Huawei VRP
    Told(f"{_E}.1916.1.32.2.2.1.2", _KILOBYTE),  # Extreme XOS
    Told(f"{_E}.11.2.14.11.5.1.1.2.1.1.1.5", _BYTE),  # HPE ProVision
)
_MOST = 2**50


def read(walk: Walk, facts: Facts) -> None:
    """Only where no other table has told of memory."""
    if any(pool.is_working for pool in facts.memory):
        return
    for told in _SCALARS:
        _add(facts, size(walk.scalar(told.oid)), told.unit)
    for told in _COLUMNS:
        for value in walk.first(told.oid):
            _add(facts, size(value), told.unit)


def _add(facts: Facts, amount: int | None, unit: int) -> None:
    if amount and amount * unit < _MOST:
        facts.memory.append(Memory("Memory", amount * unit))


table = Table(
    name="vendor_memory",
    columns=tuple(told.oid for told in _COLUMNS),
    read=read,
    stage=LAST,
    scalars=tuple(told.oid for told in _SCALARS),
    is_private=True,
)
