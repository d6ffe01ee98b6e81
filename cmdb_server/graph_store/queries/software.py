"""What package managers tell of installed software beside its release."""

from cmdb_server.graph_store.query import Query

PACKAGES_OF = Query(
    "software.packages_of",
    """
    UNWIND $machines AS uid
    MATCH (m:CI {uid: uid})-[h:HAS_INSTALLED]->(r:CI)
    WHERE h.valid_to = $open
    RETURN collect(r.uid) AS release, collect(coalesce(h.package_type, '')) AS type,
           collect(coalesce(h.source_package, '')) AS source
    """,
)
RELEASES_ON = Query(
    "software.releases_on",
    """
    MATCH (m:CI {uid: $machine})-[h:HAS_INSTALLED]->(r:CI)
    WHERE h.valid_to = $open
    RETURN collect(coalesce(r.publisher, '')) AS publisher, collect(coalesce(r.product, r.name, '')) AS product,
           collect(coalesce(r.version, '')) AS version, collect(coalesce(r.edition, '')) AS edition,
           collect(coalesce(h.package_type, '')) AS type, collect(coalesce(h.source_package, '')) AS source
    """,
)
