"""The machine as the collectors see it: where its files are, and the readings that several of them share."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from discovery_agent.host.activity import Activity, read_activity
from discovery_agent.host.application_readings import read_applications, recognised
from discovery_agent.host.block_devices import BlockDevice, read_block_devices
from discovery_agent.host.local_system import LocalSystem
from discovery_agent.host.mounts import Mount, may_hang, read_mounts
from discovery_agent.host.package_databases import Packages, read_packages
from discovery_agent.host.purpose import purpose_of
from discovery_agent.host.system import System, read_text
from discovery_agent.host.virtualisation import Surroundings, class_of, read_surroundings


@dataclass(frozen=True)
class Machine:
    """One inventory's view of the machine; shared readings are made once, by whoever needs them first.

    `system` is what is read: this machine, unless said. Without a `state` folder nothing is remembered.
    `reads_configuration`: whether the configuration files of applications may be read.
    """

    system: System = field(default_factory=LocalSystem)
    state: Path | None = None
    now: datetime | None = None
    reads_configuration: bool = True

    @cached_property
    def today(self) -> str:
        """The day of the inventory, YYYY-MM-DD in UTC."""
        return (self.now or datetime.now(UTC)).strftime("%Y-%m-%d")

    @cached_property
    def hour(self) -> int:
        """The hour of the inventory, UTC."""
        return (self.now or datetime.now(UTC)).hour

    @cached_property
    def key(self) -> str:
        """What tells it from others: its machine-id, or what it is called where it has none, as Alpine and BSD."""
        return read_text(self.system, "/etc/machine-id") or self.system.kernel_name().network_name

    @cached_property
    def activity(self) -> Activity:
        """Processes, sockets and the applications that they belong to."""
        activity = read_activity(self.system, self.mounts, reads_configuration=self.reads_configuration)
        known = recognised(activity)
        far = [mount["mount_point"] for mount in self.mounts if may_hang(mount)]
        activity["applications"] = read_applications(
            self.system,
            activity,
            known,
            self.packages.found if known else (),
            far=far if self.reads_configuration else None,
        )
        return activity

    @cached_property
    def packages(self) -> Packages:
        """What the package managers have installed."""
        return read_packages(self.system)

    @cached_property
    def mounts(self) -> list[Mount]:
        """What is mounted."""
        return read_mounts(self.system)

    @cached_property
    def block_devices(self) -> list[BlockDevice]:
        """Disks, partitions and volumes."""
        return read_block_devices(self.system)

    @cached_property
    def surroundings(self) -> Surroundings:
        """The hypervisor or container around it, and its case."""
        return read_surroundings(self.system)

    @cached_property
    def ci_class(self) -> str:
        """What it is: a machine there for the network, else what is around it tells. A workstation is one."""
        around = class_of(self.surroundings)
        return around if around == "workstation" else purpose_of(self.system) or around
