"""What becomes of a suggestion that is accepted: edits like any other, signed by who accepted it."""

from collections.abc import Mapping

from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.manual_edits.editing import ManualEdits, Signature
from cmdb_server.service_mapping.definition import Definition
from cmdb_server.service_mapping.maps import ServiceMaps
from cmdb_server.suggestions.facts import Suggestion
from cmdb_server.suggestions.power import POWER
from cmdb_server.suggestions.replicas import REPLICA_SET
from graph_schema.relationships import DEPENDS_ON, OWNED_BY

_TYPES = (POWER, REPLICA_SET)


class TooManyNeededError(CmdbError):
    """More members of a group would be needed than it has."""

    def __init__(self, k: int, members: int) -> None:
        """422, naming the field."""
        error = FieldError("k", str(k), f"is more than the {members} members of the group", f"give 1 to {members}")
        super().__init__(f"k {error.value!r} {error.message}; {error.remedy}", 422, "bad_k", (error,))


class Accepting:
    """Carries suggestions out."""

    def __init__(self, edits: ManualEdits, maps: ServiceMaps) -> None:
        """`edits` as whoever accepts may edit."""
        self._edits, self._maps = edits, maps

    def __call__(self, suggestion: Suggestion, signed: Signature, corrected: Mapping[str, str | int]) -> str:
        """The uid of the CI that it came to. `corrected` are name and k where whoever accepts says otherwise."""
        if suggestion.kind == "group":
            return self._group(suggestion, signed, corrected)
        if suggestion.kind == "service":
            return self._service(suggestion, signed, corrected)
        if suggestion.kind == "edge":
            client, group, members = suggestion.clients[0], suggestion.cis[0], suggestion.cis[1:]
            return self._edits.need_instead(client, group, members, signed, suggestion.need)
        if suggestion.kind == "owner":
            return self._edits.relate(suggestion.cis[0], OWNED_BY.name, suggestion.cis[1], {}, signed)
        if suggestion.kind == "missed":
            return self._edits.relate(*_of(suggestion), {"strength": "hard"}, signed)
        if suggestion.kind == "doubted":
            return self._edits.change_relationship(*_of(suggestion), {"strength": "soft"}, signed)
        return self._edits.change(suggestion.cis[0], {"is_shared": True}, signed)

    def refuse(self, suggestion: Suggestion, signed: Signature) -> None:
        """What counts until somebody refuses it no longer does."""
        if suggestion.kind == "shared":
            self._edits.change(suggestion.cis[0], {"is_shared": False}, signed)

    def _group(self, suggestion: Suggestion, signed: Signature, corrected: Mapping[str, str | int]) -> str:
        k = int(corrected.get("k") or suggestion.k)
        if k > len(suggestion.cis):
            raise TooManyNeededError(k, len(suggestion.cis))
        attributes: dict[str, object] = {
            "name": corrected.get("name") or suggestion.title,
            "k": k,
            "k_reason": f"{k} of {len(suggestion.cis)}: accepted by {signed.actor}",
            "group_type": kind if (kind := suggestion.key.partition(":")[0]) in _TYPES else "instances",
            "group_key": suggestion.key,
        }
        # The clients' connections to the members stay, as the evidence that they are.
        return self._edits.create_group(attributes, suggestion.cis, suggestion.clients, signed, suggestion.need)

    def _service(self, suggestion: Suggestion, signed: Signature, corrected: Mapping[str, str | int]) -> str:
        name = corrected.get("name") or suggestion.title
        keep = self._maps.kept_with(Definition(entries=(suggestion.cis[0],)), signed.actor)
        service = self._edits.create_service("application_service", {"name": name}, (), signed, keep)
        self._maps.decide(service, (signed.actor, signed.reason))
        return service


def _of(suggestion: Suggestion) -> tuple[str, str, str]:
    """The dependency that a suggestion is about."""
    return suggestion.clients[0], DEPENDS_ON.name, suggestion.cis[0]
