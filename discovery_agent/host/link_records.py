"""Network interfaces and addresses as values, whoever tells them."""

from typing import NamedTuple


class Link(NamedTuple):
    """A network interface. `hardware_address` as aa:bb:…, "" where it has none.

    `leads_outside`: it is one end of a pair whose other end lies in another network namespace.
    """

    number: int
    name: str
    hardware_address: str
    mtu: int
    is_running: bool
    leads_outside: bool = False


class InterfaceAddress(NamedTuple):
    """An address on a link; `flags` are IFA_F_ of linux/if_addr.h."""

    number: int
    address: str
    prefix_length: int
    flags: int
