"""Network interfaces and addresses as values, whoever tells them."""

from typing import NamedTuple


class Link(NamedTuple):
    """A network interface. `hardware_address` as aa:bb:…, "" where it has none."""

    number: int
    name: str
    hardware_address: str
    mtu: int
    is_running: bool


class InterfaceAddress(NamedTuple):
    """An address on a link; `flags` are IFA_F_ of linux/if_addr.h."""

    number: int
    address: str
    prefix_length: int
    flags: int
