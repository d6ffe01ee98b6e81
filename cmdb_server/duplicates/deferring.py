"""Cases that are not to be asked for a while: until a time, or as long as what is known of the pair stays the same."""

from collections.abc import Sequence

from cmdb_server.duplicates.signing import DecisionRefusedError, Signed
from cmdb_server.graph_store.queries import identity as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.ingest.cases import Case


def defer_cases(store: GraphStore, pairs: Sequence[tuple[str, str]], until: int, signed: Signed) -> int:
    """Do not ask about these pairs until a time in microseconds; 0 asks again. Raises DecisionRefusedError.

    What changes the evidence makes another case of the pair, which is asked about whatever was deferred.
    """
    uids = {_case_uid(pair): pair for pair in pairs}

    def work(tx: Transaction) -> int:
        found = set(tx.run(queries.DEFER_CASES, case_uids=sorted(uids), until=until, actor=signed.actor)[0]["case_uid"])
        if missing := [pair for uid, pair in uids.items() if uid not in found]:
            message, remedy = "has no open case with the other one", "read the duplicates anew"
            raise DecisionRefusedError("pairs", " ".join(missing[0]), message, remedy)
        return len(found)

    return store.transact([f"root:{uid}" for pair in pairs for uid in pair], work)


def _case_uid(pair: tuple[str, str]) -> str:
    left, right = sorted(pair)
    return Case(left, right, ()).uid
