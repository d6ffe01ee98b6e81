"""The contract of a method that reads devices: how a scan asks one target, and what comes back.

`discovery_agent/<name>/method.py` holds an object `method`; a method whose file or library is not there is told as not
possible.
"""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from discovery_agent.scan.fact_kinds import ALL
from discovery_agent.scan.job import Attempt, Credential, Job, Limits, Method, attempt_of
from discovery_agent.scan.outcomes import SAME_DEVICE
from discovery_agent.scan.read_devices import ReadDevices, SameDeviceError
from discovery_agent.scan.shown_key import ShownKey
from graph_schema.report import Report


class MethodResult(NamedTuple):
    """What a method came to: at most one report, and every attempt in its order.

    `sources` are those of the report of the same device at another address.
    """

    reports: tuple[Report, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Target:
    """One device. In `state` a method may keep what it must remember from scan to scan, where there is a folder.

    `facts` are the kinds of facts that are wanted beside what the device is. In `attempts` it notes each as it ends:
    those are told also where the rest is cut off. `accepted_key` is the host key that a person accepted in place of the
    one that is pinned. `devices` are those that the run has read.
    """

    address: str
    port: int
    network_scope: str = "default"
    state: Path | None = None
    facts: Collection[str] = ALL
    attempts: list[Attempt] = field(default_factory=list[Attempt])
    accepted_key: ShownKey | None = None
    devices: ReadDevices | None = None

    def source(self, method: Method) -> str:
        """The key of the data source: one for a target and method."""
        return f"{method}:{self.network_scope}/{self.address}"

    def read_elsewhere(self, method: Method, same: SameDeviceError, shown: tuple[str | None, float]) -> MethodResult:
        """The result where the device was read at another address; `shown`: to which credential, in how many ms."""
        told = attempt_of(method, shown[0], SAME_DEVICE.name, f"read at {same.address}", shown[1])
        return MethodResult((), (*self.attempts, told), (replace(self, address=same.address).source(method),))


class ScanMethod(NamedTuple):
    """A method. `scan` tries the credentials in their order until one works, and never raises for what a device does.

    What blocks is run in a thread (asyncio.to_thread): a scan brings as many threads as targets at a time.
    """

    name: Method
    port_of: Callable[[Job], int]
    scan: Callable[[Target, Sequence[Credential], Limits], Awaitable[MethodResult]]


def load_method(name: Method) -> ScanMethod:
    """The method of a name. Raises ImportError where its file or a library of its is missing or another one."""
    found: ScanMethod = import_module(f"discovery_agent.{name}.method").method
    return found
