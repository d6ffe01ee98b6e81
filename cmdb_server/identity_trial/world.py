"""Sixty days of an estate in which nothing stays as it is, told by sources that are late and repeat themselves."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from cmdb_server.identity_trial.machines import SITES, Factory, Machine
from cmdb_server.identity_trial.reports import Sent, by_agent, by_asset_list, by_hypervisor, by_login, by_snmp

DAYS = 60
_DOCKS = 8
_LAPTOPS, _VIRTUAL, _HOSTS = 0.25, 0.45, 0.04
_SKEW_MINUTES = 50
_LATE, _LATEST_DAYS = 0.05, 6.0
_REPEATED = 0.05
# How likely it is each day, for each machine: of 200 machines some 20 are rebuilt within the sixty days.
_A_DAY = {
    "renamed": 0.0015,
    "network cards swapped": 0.0015,
    "reimaged": 0.002,
    "mainboards replaced": 0.0005,
    "moved": 0.01,
    "cloned": 0.004,
    "addresses swapped": 0.003,
}
_AGENT, _LOGIN, _SNMP, _LIST, _GUESTS = 0.35, 0.15, 0.08, 0.05, 0.5


@dataclass
class World:
    """The machines there are, and what happens to them day by day."""

    seed: int
    size: int
    machines: list[Machine] = field(default_factory=list[Machine])
    hosts: list[Machine] = field(default_factory=list[Machine])
    happened: dict[str, int] = field(default_factory=dict[str, int])

    def __post_init__(self) -> None:
        """Build the estate of the first day."""
        self.chance = Random(self.seed)  # noqa: S311 - repeatable, nothing secret
        self.factory = Factory(self.chance)
        self.docks = [self.factory.mac() for _ in range(_DOCKS)]
        for _ in range(max(2, int(self.size * _HOSTS))):
            self.hosts.append(self._enrolled(self.factory.machine("server", self.chance.choice(SITES))))
        for number in range(self.size - len(self.hosts) - self.size // 10):
            self._add(number / self.size)

    def story(self, start: datetime) -> list[Sent]:
        """All reports of all days, in the order in which they arrive."""
        arriving: list[tuple[float, int, Sent]] = []
        for day in range(DAYS):
            self._live_a_day()
            for sent, hour in self._told(start + timedelta(days=day)):
                late = self.chance.uniform(0, _LATEST_DAYS) if self.chance.random() < _LATE else 0.0
                arriving.append((day + hour / 24 + late, len(arriving), sent))
                if self.chance.random() < _REPEATED:
                    arriving.append((day + hour / 24 + late + self.chance.random(), len(arriving), sent))
        return [sent for _, _, sent in sorted(arriving, key=lambda entry: entry[:2])]

    def _add(self, share: float) -> None:
        kind = "laptop" if share < _LAPTOPS else "virtual_machine" if share < _LAPTOPS + _VIRTUAL else "server"
        made = self.factory.machine(kind, self.chance.choice(SITES))
        if kind == "virtual_machine":
            made.host = self.chance.choice([host.number for host in self.hosts if host.site == made.site] or [0])
        self.machines.append(self._enrolled(made))

    def _enrolled(self, machine: Machine) -> Machine:
        machine.agent = self.factory.agent() if self.chance.random() < 0.8 else ""  # noqa: PLR2004 - most have one
        return machine

    def _live_a_day(self) -> None:
        for laptop in (machine for machine in self.machines if machine.kind == "laptop"):
            laptop.dock = self.chance.choice(["", *self.docks])
        for machine in tuple(self.machines):
            for name, probability in _A_DAY.items():
                if self.chance.random() < probability and self._happen(name, machine):
                    self.happened[name] = self.happened.get(name, 0) + 1

    def _told(self, day: datetime) -> Iterator[tuple[Sent, float]]:
        for machine in (*self.hosts, *self.machines):
            tellers: list[tuple[float, Callable[[Machine, datetime], Sent]]] = [
                (_AGENT if machine.agent else 0, by_agent),
                (_LOGIN if machine.kind != "laptop" else 0, by_login),
                (_SNMP if machine.kind == "server" else 0, by_snmp),
                (_LIST if machine.is_listed else 0, by_asset_list),
            ]
            for probability, tell in tellers:
                if self.chance.random() < probability:
                    hour = self.chance.uniform(0, 23)
                    yield tell(machine, self._clock(day, hour)), hour
        for host in self.hosts:
            if self.chance.random() < _GUESTS:
                guests = [machine for machine in self.machines if machine.host == host.number]
                hour = self.chance.uniform(0, 23)
                yield by_hypervisor(host, guests, self._clock(day, hour)), hour

    def _clock(self, day: datetime, hour: float) -> datetime:
        """What the clock of a source shows, which is never quite right."""
        return day + timedelta(hours=hour, minutes=self.chance.uniform(-_SKEW_MINUTES, _SKEW_MINUTES))

    def _happen(self, name: str, machine: Machine) -> bool:
        """Let something happen to a machine; whether it can."""
        ways: dict[str, Callable[[Machine], bool]] = {
            "renamed": self._rename,
            "network cards swapped": self._swap_card,
            "reimaged": self._reimage,
            "mainboards replaced": self._replace_mainboard,
            "moved": self._move,
            "cloned": self._clone,
            "addresses swapped": self._swap_addresses,
        }
        return ways[name](machine)

    def _rename(self, machine: Machine) -> bool:
        machine.name += "x"
        return True

    def _swap_card(self, machine: Machine) -> bool:
        place = self.chance.randrange(len(machine.macs))
        machine.macs[place] = self.factory.mac(is_virtual=machine.kind == "virtual_machine")
        return True

    def _reimage(self, machine: Machine) -> bool:
        machine.machine_id = self.factory.machine_id()
        if machine.agent:
            machine.agent = self.factory.agent()
        return True

    def _replace_mainboard(self, machine: Machine) -> bool:
        """With the first network card on it; some makers write the old serial number into the new one."""
        if machine.kind == "virtual_machine":
            return False
        machine.uuid = self.factory.uuid()
        machine.macs[0] = self.factory.mac()
        if self.chance.random() < 0.5:  # noqa: PLR2004 - half of them
            machine.serial = self.factory.serial()
        return True

    def _move(self, machine: Machine) -> bool:
        near = [host.number for host in self.hosts if host.site == machine.site and host.number != machine.host]
        if machine.kind != "virtual_machine" or not near:
            return False
        machine.host = self.chance.choice(near)
        return True

    def _clone(self, machine: Machine) -> bool:
        if machine.kind != "virtual_machine" or len(self.machines) + len(self.hosts) >= self.size:
            return False
        clone = self._enrolled(self.factory.clone(machine))
        clone.name = machine.name if self.chance.random() < 0.3 else f"vi{clone.number:03}"  # noqa: PLR2004 - some keep it
        self.machines.append(clone)
        return True

    def _swap_addresses(self, machine: Machine) -> bool:
        other = self.chance.choice([entry for entry in self.machines if entry.site == machine.site])
        machine.address, other.address = other.address, machine.address
        return other is not machine
