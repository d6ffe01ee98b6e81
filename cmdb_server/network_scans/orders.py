"""What "scan now" means for a CI, an address, a range or a definition, and the test of a credential."""

from collections.abc import Sequence
from dataclasses import replace

from cmdb_server.credential_vault.kind import kind_of
from cmdb_server.credential_vault.vault import CredentialVault
from cmdb_server.graph_store.queries import scans as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.network_scans.definitions import Definitions
from cmdb_server.network_scans.runs import NOW, TEST, Order
from cmdb_server.network_scans.spec import ScanError, Spec
from cmdb_server.network_scope_names import DEFAULT
from cmdb_server.timestamps import OPEN

_LOOPBACK = ("127.", "169.254.", "fe80:", "::1")


class Orders:
    """Makes orders of what people ask for."""

    def __init__(self, store: GraphStore, definitions: Definitions, vault: CredentialVault) -> None:
        """Nothing is started here."""
        self._store, self._definitions, self._vault = store, definitions, vault

    def of_definition(self, uid: str, ranges: Sequence[str] = ()) -> Order | None:
        """The scan of a definition, of some of its addresses only where they are given; None where there is none."""
        found = self._definitions.one(uid)
        if found is None:
            return None
        spec = replace(found.plan.spec, ranges=tuple(ranges)) if ranges else found.plan.spec
        return Order(found.plan.name, spec, NOW, uid)

    def of_ranges(self, ranges: Sequence[str], network_scope: str) -> Order:
        """A scan of ranges with everything that is usual."""
        return Order(", ".join(ranges)[:100], Spec(network_scope=network_scope, ranges=tuple(ranges)))

    def of_ci(self, uid: str, name: str, network_scope: str) -> Order:
        """A scan of the addresses of a CI. Raises ScanError where it has none, or they are of several networks."""

        def read(tx: Transaction) -> tuple[list[str], list[str]]:
            addresses = tx.run(queries.ADDRESSES_OF_CI, uid=uid, open=OPEN)[0]["address"]
            return addresses, tx.run(queries.SCOPES_OF_CI, uid=uid)[0]["network_scope"]

        addresses, scopes = self._store.read(read)
        outside = sorted(address for address in addresses if not address.startswith(_LOOPBACK))
        if not outside:
            raise ScanError("ci_uid", uid, "has no address that could be scanned", "give an address or a range")
        known = sorted(filter(None, scopes))
        if not network_scope and len(known) > 1:
            raise ScanError("network_scope", "", f"is one of {', '.join(known)}", "say which")
        scope = network_scope or (known or [DEFAULT])[0]
        return Order(name, Spec(network_scope=scope, ranges=tuple(outside)))

    def of_test(self, credential_id: str, address: str, network_scope: str, collector: str) -> Order | None:
        """A try of one credential at one address; None where there is no such credential. Raises ScanError."""
        found = self._vault.one(credential_id)
        if found is None:
            return None
        if found.is_stopped:
            message = f"is stopped after {found.failures} refusals"
            raise ScanError("credential_id", found.wanted.name, message, "reset it first", 409)
        spec = Spec(
            network_scope=network_scope,
            ranges=(address,),
            collector=collector,
            methods=(kind_of(found.kind).method,),
            credentials=(credential_id,),
            at_once=1,
        )
        return Order(f"test of {found.wanted.name} at {address}"[:100], spec, TEST)
