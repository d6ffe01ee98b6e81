"""Machines with everything by which they can be told apart, and what can happen to each."""

from dataclasses import dataclass, field
from random import Random
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["server", "laptop", "virtual_machine"]
SITES = ("oslo", "bergen")
MAKERS = (
    ("Dell Inc.", "DELL"),
    ("Hewlett-Packard", "HPE"),
    ("LENOVO", "Lenovo"),
    ("Supermicro", "Super Micro Computer"),
)
_MAC_MAKERS = ("00:1b:21", "3c:ec:ef", "b4:96:91")
_VIRTUAL_MAC = "00:50:56"
_VIRTUAL_MAKER = ("VMware, Inc.", "VMware")


@dataclass
class Machine:
    """One machine as it is now; `number` is the truth. `agent` is "" while none is installed."""

    number: int
    kind: Kind
    site: str
    uuid: str
    maker: tuple[str, str]
    serial: str
    machine_id: str
    name: str
    macs: list[str]
    address: str
    agent: str = ""
    dock: str = ""
    host: int = 0
    is_listed: bool = False
    is_readable: bool = True

    @property
    def fqdn(self) -> str:
        """Its host name with the domain of its site."""
        return f"{self.name}.{self.site}.example"

    @property
    def seen_macs(self) -> list[str]:
        """What its interfaces show: its own, the dock's, and those that containers and phones make up."""
        made_up = f"02:42:ac:{self.number % 256:02x}:00:01"
        return [*self.macs, *([self.dock] if self.dock else []), made_up]


@dataclass
class Factory:
    """Makes machines; the same seed makes the same ones."""

    chance: Random
    made: int = 0
    agents: int = 0
    addresses: dict[str, int] = field(default_factory=dict[str, int])

    def machine(self, kind: Kind, site: str) -> Machine:
        """A new machine."""
        self.made += 1
        is_virtual = kind == "virtual_machine"
        uuid = self.uuid()
        return Machine(
            self.made,
            kind,
            site,
            uuid,
            _VIRTUAL_MAKER if is_virtual else self.chance.choice(MAKERS),
            serial_of_uuid(uuid) if is_virtual else self.serial(),
            self.machine_id(),
            f"{kind[:2]}{self.made:03}",
            [self.mac(is_virtual=is_virtual) for _ in range(1 if is_virtual else 2)],
            self.address(site),
            is_listed=self.chance.random() < 0.5,  # noqa: PLR2004 - half of them
            is_readable=self.chance.random() < 0.95,  # noqa: PLR2004 - some agents are not root
        )

    def clone(self, of: Machine) -> Machine:
        """A copy of a machine's disk in a new machine: hardware of its own, everything else as it was."""
        made = self.machine(of.kind, of.site)
        made.machine_id, made.name, made.host = of.machine_id, of.name, of.host
        return made

    def uuid(self) -> str:
        """A random UUID."""
        digits = f"{self.chance.getrandbits(128):032x}"
        return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-8{digits[17:20]}-{digits[20:]}"

    def machine_id(self) -> str:
        """The id of a new installation."""
        return f"{self.chance.getrandbits(128):032x}"

    def serial(self) -> str:
        """A serial number."""
        return "".join(self.chance.choices("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789", k=9))

    def mac(self, *, is_virtual: bool = False) -> str:
        """A MAC address."""
        maker = _VIRTUAL_MAC if is_virtual else self.chance.choice(_MAC_MAKERS)
        return maker + "".join(f":{self.chance.randrange(256):02x}" for _ in range(3))

    def address(self, site: str) -> str:
        """The next address of a site; both sites use the same network."""
        self.addresses[site] = self.addresses.get(site, 0) % 245 + 1
        return f"10.0.0.{self.addresses[site] + 5}"

    def agent(self) -> str:
        """The id of a newly enrolled agent."""
        self.agents += 1
        return f"{self.agents:04}"


def serial_of_uuid(uuid: str) -> str:
    """The serial number that VMware gives to a machine: the bytes of its UUID."""
    octets = bytes.fromhex(uuid.replace("-", ""))
    return f"VMware-{octets[:8].hex(' ')}-{octets[8:].hex(' ')}"
