"""Network interfaces and addresses as values, whoever tells them."""

from typing import NamedTuple

_MAC_DIGITS = (12, 16)


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

    @property
    def mac_address(self) -> str:
        """Its hardware address where that is one of 48 or 64 bits, else "".

        Tunnels show an IP address in this place, InfiniBand one of 20 octets.
        """
        return self.hardware_address if len(self.hardware_address.replace(":", "")) in _MAC_DIGITS else ""


class InterfaceAddress(NamedTuple):
    """An address on a link; `flags` are IFA_F_ of linux/if_addr.h."""

    number: int
    address: str
    prefix_length: int
    flags: int
