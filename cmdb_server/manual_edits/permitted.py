"""Edits of somebody who may not change everything: refused by attribute, as the grants say."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from cmdb_server.graph_store.store import Transaction
from cmdb_server.ingest.reconciliation import CI_CLASS
from cmdb_server.manual_edits.adding import Standing
from cmdb_server.manual_edits.already_there import AlreadyThereError
from cmdb_server.manual_edits.editing import ManualEdits, Signature
from cmdb_server.permissions.grants import NotPermittedError
from cmdb_server.permissions.sight import NAME, NOWHERE, REDACTED, Place, Places, Sight
from graph_schema.relationships import DEPENDS_ON


class PermittedEdits(ManualEdits):
    """The same edits, each refused with NotPermittedError where the grants do not reach."""

    def __init__(self, edits: ManualEdits, sight: Sight, places: Places) -> None:
        """`places` tells class and site of CIs."""
        vars(self).update(vars(edits))
        self._sight = sight
        self._places = places

    def create(
        self,
        ci_class: str,
        attributes: Mapping[str, object],
        signed: Signature,
        *,
        owner: str = "",
        network_scope: str = "default",
    ) -> str:
        """A new CI. A part stands where its owner does; who may write on some sites only makes parts only."""
        place = Place(ci_class, self._place(owner).site if owner else None)
        self._check_attributes(place, (NAME, *attributes))
        try:
            return super().create(ci_class, attributes, signed, owner=owner, network_scope=network_scope)
        except AlreadyThereError as error:
            raise self._told(error) from error

    def create_service(
        self,
        ci_class: str,
        attributes: Mapping[str, object],
        owners: Sequence[str],
        signed: Signature,
        then: Callable[[Transaction, str], None] | None = None,
    ) -> str:
        """A service, owned by whom may be seen."""
        self._check_attributes(Place(ci_class, None), (NAME, *attributes))
        for owner in owners:
            self._check_sees(owner)
        try:
            return super().create_service(ci_class, attributes, owners, signed, then)
        except AlreadyThereError as error:
            raise self._told(error) from error

    def create_group(
        self,
        attributes: Mapping[str, object],
        members: Sequence[str],
        clients: Sequence[str],
        signed: Signature,
        need: str = DEPENDS_ON.name,
    ) -> str:
        """A group of CIs that may be seen, needed by others that may be changed."""
        self._check_attributes(Place("redundancy_group", None), (NAME, *attributes))
        for client in clients:
            for member in members:
                self._check_ends(client, member)
        return super().create_group(attributes, members, clients, signed, need)

    def need_instead(
        self, uid: str, group: str, members: Sequence[str], signed: Signature, need: str = DEPENDS_ON.name
    ) -> str:
        """Say that a CI needs a group in place of members of it, all of which have to be seen."""
        for target in (group, *members):
            self._check_ends(uid, target)
        return super().need_instead(uid, group, members, signed, need)

    def change(
        self, uid: str, attributes: Mapping[str, object], signed: Signature, *, released: Sequence[str] = ()
    ) -> str:
        """Say what attributes are, where each of them may be written."""
        place = self._place(uid)
        self._check_attributes(place, (*attributes, *released))
        if CI_CLASS in attributes:
            self._check_attributes(Place(str(attributes[CI_CLASS]), place.site), (NAME, *attributes))
        return super().change(uid, attributes, signed, released=released)

    def retire(self, uid: str, signed: Signature) -> str:
        """Say that a CI is no more."""
        self._check_attributes(self._place(uid), (NAME,))
        return super().retire(uid, signed)

    def restore(self, uid: str, signed: Signature) -> str:
        """Take back that a CI is retired."""
        self._check_attributes(self._place(uid), (NAME,))
        return super().restore(uid, signed)

    def check_withdrawal(self, uid: str, names: Iterable[str]) -> None:
        """Raise NotPermittedError for an edit that also speaks of what may not be changed."""
        self._check_attributes(self._place(uid), (NAME, *names))

    def relate(self, uid: str, kind: str, target: str, attributes: Mapping[str, object], signed: Signature) -> str:
        """Say that a CI needs another one, which has to be seen."""
        self._check_ends(uid, target)
        return super().relate(uid, kind, target, attributes, signed)

    def change_relationship(
        self, uid: str, kind: str, target: str, attributes: Mapping[str, object], signed: Signature
    ) -> str:
        """Say what attributes of a relationship are."""
        self._check_ends(uid, target)
        return super().change_relationship(uid, kind, target, attributes, signed)

    def restore_relationship(
        self, uid: str, kind: str, target: str, attributes: Mapping[str, object], signed: Signature
    ) -> str:
        """Take back that a relationship is ended."""
        self._check_ends(uid, target)
        return super().restore_relationship(uid, kind, target, attributes, signed)

    def unrelate(self, uid: str, kind: str, target: str, attributes: Mapping[str, object], signed: Signature) -> str:
        """Say that there is no such relationship."""
        self._check_ends(uid, target)
        return super().unrelate(uid, kind, target, attributes, signed)

    def stand(self, uid: str, wanted: Standing, signed: Signature, check: Callable[[Transaction], None]) -> str:
        """Say where a CI stands: a place that is seen."""
        self._check_ends(uid, wanted.place)
        return super().stand(uid, wanted, signed, check)

    def release_relationship(
        self, uid: str, kind: str, target: str, attributes: Mapping[str, object], signed: Signature
    ) -> str:
        """Take back what people said of a relationship."""
        self._check_ends(uid, target)
        return super().release_relationship(uid, kind, target, attributes, signed)

    def _check_ends(self, uid: str, target: str) -> None:
        self._check_attributes(self._place(uid), (NAME,))
        self._check_sees(target)

    def _check_sees(self, target: str) -> None:
        if not self._sight.sees(self._place(target)):
            raise NotPermittedError("target_uid", target)

    def _told(self, error: AlreadyThereError) -> AlreadyThereError:
        """What is there already, as far as it may be seen."""
        is_seen = self._sight.sees(self._place(error.uid))
        return error if is_seen else AlreadyThereError(error.uid, REDACTED, "")

    def _check_attributes(self, place: Place, names: Iterable[str]) -> None:
        for name in names:
            if not self._sight.writes(place, name):
                raise NotPermittedError(name, place.ci_class)

    def _place(self, uid: str) -> Place:
        return self._places([uid]).get(uid, NOWHERE)
