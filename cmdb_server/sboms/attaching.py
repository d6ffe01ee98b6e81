"""Lists of components as a data source of their own: what is attached anew replaces what was attached there."""

import hashlib
from collections.abc import Sequence
from functools import partial

from cmdb_server.auth.audit import Actor
from cmdb_server.errors import CmdbError
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest import stored
from cmdb_server.ingest.edits import Edit
from cmdb_server.ingest.items import CheckedSection, Claim, Item, Target
from cmdb_server.ingest.pipeline import Ingest
from cmdb_server.ingest.placement import Origin
from cmdb_server.sboms.component import SEVERAL_VERSIONS, SYSTEM_TYPES, Component
from cmdb_server.sboms.reading import Listed, SbomError
from graph_schema import Registry
from graph_schema.data_sources import SBOM
from graph_schema.relationships import HAS_INSTALLED

_SCOPE, _SECTION = "default", "components"
_RELEASE = "software_release"


class Sboms:
    """Attaches lists of components to CIs."""

    def __init__(self, store: GraphStore, registry: Registry, ingest: Ingest) -> None:
        """What is said goes through `ingest`, as everything that is known of CIs."""
        self._store, self._registry, self._ingest = store, registry, ingest

    def attach(self, uid: str, listed: Listed, name: str, actor: Actor) -> None:
        """Say of a CI what it is made of. Raises SbomError."""
        self._check(uid)
        of: dict[Target, list[Component]] = {}
        for one in listed.components:
            of.setdefault(_release(one), []).append(one)
        claims = [_claim(release, found) for release, found in of.items()]
        self._say(uid, claims, (actor.name, f"list of components {name}"))

    def take_away(self, uid: str, actor: Actor) -> None:
        """Say nothing of a CI's components any more."""
        self._check(uid)
        self._say(uid, (), (actor.name, "list of components taken away"))

    def _check(self, uid: str) -> None:
        found = self._store.read(lambda tx: stored.read_cis(tx, [uid])).get(uid)
        if found is None:
            raise CmdbError(f"there is no configuration item {uid[:100]!r}", 404, "not_found")
        fits = {name for one in HAS_INSTALLED.sources for name in self._registry.descendants.get(one, (one,))}
        if found["ci_class"] not in fits:
            remedy = "attach it to a device, a program, a container or an application service"
            raise SbomError("uid", uid, f"is a {found['ci_class']}, which has no components", remedy)

    def _say(self, uid: str, claims: Sequence[Claim], signed: tuple[str, str]) -> None:
        digest = hashlib.blake2b(repr(claims).encode(), digest_size=16).hexdigest()
        items = {uid: Item(uid, None, {}, (), tuple(claims))} if claims else {}
        section = CheckedSection(_SECTION, digest, "complete", None, (), items)
        edit = Edit(0, partial(stored.lock_cis, uids={uid}))
        self._ingest.accept_edit(section, Origin(f"{SBOM.name}:{uid}", _SCOPE, "", ""), signed, edit)


def _release(one: Component) -> Target:
    version = _upstream(one.version) if one.type in SYSTEM_TYPES else one.version
    known = {"product": one.name, "publisher": one.publisher, "version": version}
    return Target(_RELEASE, tuple(sorted((name, value) for name, value in known.items() if value)))


def _claim(release: Target, found: Sequence[Component]) -> Claim:
    """What is said of one release, which may be there in several versions of its package."""
    one, versions = found[-1], SEVERAL_VERSIONS.join(sorted({each.version for each in found}))
    told = {
        "package_type": one.type,
        "package_version": versions if ("version", versions) not in release.attributes else "",
        "source_package": one.source,
        "distribution_version": one.distribution_version,
    }
    return Claim(HAS_INSTALLED.name, release, {name: value for name, value in told.items() if value})


def _upstream(version: str) -> str:
    """The version that its makers gave, as an agent tells it: without epoch and packaging revision."""
    epoch, _, rest = version.partition(":")
    version = rest if rest and epoch.isdigit() else version
    return version.rpartition("-")[0] or version
