"""What a scan would touch, before it does."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cmdb_server.address_ranges import AddressRange, count
from cmdb_server.credential_vault.credential import Credential
from cmdb_server.credential_vault.kind import kind_of
from cmdb_server.credential_vault.scope import Target
from cmdb_server.credential_vault.vault import CredentialVault
from cmdb_server.network_scans.collectors import Collector, Collectors
from cmdb_server.network_scans.cutting import cut
from cmdb_server.network_scans.definitions import Plan, check_plan
from cmdb_server.network_scans.judging import READING
from cmdb_server.network_scans.network_scopes import NetworkScopes
from cmdb_server.network_scans.schedule import blackout_ends, next_fires
from cmdb_server.network_scans.spec import Spec, scanned

_FIRES = 3


@dataclass(frozen=True)
class Preview:
    """What a scan touches, with what, when, and what stands against it; times in microseconds."""

    addresses: int
    ranges: tuple[AddressRange, ...]
    jobs: int
    credentials: tuple[Credential, ...]
    collectors: tuple[Collector, ...]
    next_runs: tuple[int, ...]
    warnings: tuple[str, ...]


class Previews:
    """Says what scans would touch; asks no network."""

    def __init__(
        self, vault: CredentialVault, collectors: Collectors, scopes: NetworkScopes, clock: Callable[[], int]
    ) -> None:
        """`clock` in microseconds."""
        self._vault, self._collectors, self._scopes, self._clock = vault, collectors, scopes, clock

    def of(self, plan: Plan) -> Preview:
        """What a plan would touch. Raises ScanError, BadRangeError."""
        check_plan(plan)
        spec, now = plan.spec, self._clock()
        ranges = scanned(spec)
        site = self._scopes.site(spec.network_scope)
        fitting = self._vault.fitting(Target(ranges, site, frozenset(spec.tags)), spec.credentials)
        used = [entry for entry in fitting if kind_of(entry.kind).method in spec.methods]
        able = [entry for entry in self._collectors.all() if _can(entry, spec)]
        return Preview(
            addresses=count(ranges),
            ranges=ranges,
            jobs=sum(1 for _ in cut(ranges)),
            credentials=tuple(used),
            collectors=tuple(able),
            next_runs=tuple(next_fires(plan.timing, plan.name, now, _FIRES)),
            warnings=tuple(warnings(spec, able, used, blackout_ends(spec.blackouts, spec.time_zone, now) - now)),
        )


def warnings(spec: Spec, able: Sequence[Collector], used: Sequence[Credential], blacked_out: int) -> list[str]:
    """What keeps a scan from finding what it should; `blacked_out` how long nothing may be scanned yet."""
    found: list[str] = []
    if not able:
        found.append(f"No collector scans the network scope {spec.network_scope!r}: enrol one for it.")
    elif not any(entry.is_present for entry in able):
        found.append(f"{able[0].name} has not asked for work in the last two minutes: start it.")
    if blacked_out:
        found.append("A blackout window is open: jobs wait until it ends.")
    for method in READING:
        fitting = [entry for entry in used if kind_of(entry.kind).method == method]
        if method in spec.methods and not fitting:
            found.append(f"No credential for {method.upper()} fits: devices are found, not read.")
        found += [
            f"{entry.wanted.name} is stopped after {entry.failures} refusals and is not tried: correct or reset it."
            for entry in fitting
            if entry.is_stopped
        ]
        found += [
            f"{entry.wanted.name} cannot be opened, its sealing key is missing: put that back, or give the secret anew."
            for entry in fitting
            if not entry.is_openable
        ]
    return found


def _can(collector: Collector, spec: Spec) -> bool:
    return collector.network_scope == spec.network_scope and spec.collector in ("", collector.uid)
