"""Tables of vulnerabilities and lifecycles, what they affect, and which packages are installed."""

from cmdb_server.graph_store.query import Query

KNOWN = Query(
    "vulnerabilities.known",
    """
    UNWIND $keys AS key
    MATCH (v:Vulnerability {key: key})
    RETURN collect(v.key) AS key, collect(v.digest) AS digest
    """,
)
AFFECTED_OF = Query(
    "vulnerabilities.affected_of",
    """
    UNWIND $keys AS key
    MATCH (a:AffectedPackage {vulnerability: key})
    RETURN collect(a.key) AS key
    """,
)
SAVE = Query(
    "vulnerabilities.save",
    """
    UNWIND range(0, size($key) - 1) AS i
    MERGE (v:Vulnerability {key: $key[i]})
    SET v.cve = $cve[i], v.digest = $digest[i], v.told = $told[i]
    """,
)
SAVE_AFFECTED = Query(
    "vulnerabilities.save_affected",
    """
    UNWIND range(0, size($key) - 1) AS i
    MERGE (a:AffectedPackage {key: $key[i]})
    SET a.vulnerability = $vulnerability[i], a.package = $package[i], a.told = $told[i]
    """,
)
END_AFFECTED = Query(
    "vulnerabilities.end_affected",
    """
    UNWIND $keys AS key
    MATCH (a:AffectedPackage {key: key})
    SET a.package = '', a.told = ''
    """,
)
AFFECTED_BY_PACKAGE = Query(
    "vulnerabilities.affected_by_package",
    """
    UNWIND $packages AS package
    MATCH (a:AffectedPackage {package: package})
    RETURN collect(a.package) AS package, collect(a.vulnerability) AS vulnerability, collect(a.told) AS told
    """,
)
BY_KEY = Query(
    "vulnerabilities.by_key",
    """
    UNWIND $keys AS key
    MATCH (v:Vulnerability {key: key})
    RETURN collect(v.told) AS told
    """,
)
BY_CVE = Query(
    "vulnerabilities.by_cve",
    """
    UNWIND $cves AS cve
    MATCH (v:Vulnerability {cve: cve})
    RETURN collect(v.told) AS told
    """,
)
SAVE_TABLE = Query("vulnerabilities.save_table", "MERGE (t:VulnerabilityTable {uid: $uid}) SET t += $properties")
TABLES = Query(
    "vulnerabilities.tables",
    """
    MATCH (t:VulnerabilityTable)
    WHERE t.begun_at >= $since
    RETURN collect(properties(t)) AS properties
    """,
)
SAVE_LIFECYCLES = Query(
    "vulnerabilities.save_lifecycles",
    """
    UNWIND range(0, size($product) - 1) AS i
    MERGE (l:Lifecycle {product: $product[i]})
    SET l.told = $told[i], l.status = 'active'
    """,
)
LIFECYCLES = Query(
    "vulnerabilities.lifecycles",
    "MATCH (l:Lifecycle {status: 'active'}) RETURN collect(l.told) AS told",
)
SAVE_EXCEPTION = Query(
    "vulnerabilities.save_exception", "MERGE (e:VulnerabilityException {uid: $uid}) SET e += $properties"
)
EXCEPTIONS = Query(
    "vulnerabilities.exceptions",
    "MATCH (e:VulnerabilityException {status: $status}) RETURN collect(properties(e)) AS properties",
)
PACKAGES_IN_WINDOW = Query(
    "vulnerabilities.packages_in_window",
    """
    MATCH (m:CI)
    WHERE m.uid >= $low AND m.uid <= $high
    MATCH (m)-[h:HAS_INSTALLED]->(r:CI)
    WHERE h.valid_to = $open AND NOT m.status IN $gone
    RETURN collect(m.uid) AS holder, collect(r.uid) AS release, collect(coalesce(h.package_version, '')) AS version,
           collect(coalesce(h.package_type, '')) AS type, collect(coalesce(h.source_package, '')) AS source,
           collect(coalesce(h.distribution_version, '')) AS distribution
    """,
)
PACKAGES_OF_HOLDERS = Query(
    "vulnerabilities.packages_of_holders",
    """
    UNWIND $uids AS uid
    MATCH (m:CI {uid: uid})-[h:HAS_INSTALLED]->(r:CI)
    WHERE h.valid_to = $open AND NOT m.status IN $gone
    RETURN collect(m.uid) AS holder, collect(r.uid) AS release, collect(coalesce(h.package_version, '')) AS version,
           collect(coalesce(h.package_type, '')) AS type, collect(coalesce(h.source_package, '')) AS source,
           collect(coalesce(h.distribution_version, '')) AS distribution
    """,
)
PROGRAMS_IN_WINDOW = Query(
    "vulnerabilities.programs_in_window",
    """
    MATCH (p:CI)
    WHERE p.uid >= $low AND p.uid <= $high
    MATCH (p)-[i:INSTANCE_OF]->(r:CI)
    WHERE i.valid_to = $open AND NOT p.status IN $gone AND p.root_uid <> ''
    RETURN collect(p.uid) AS program, collect(p.root_uid) AS holder, collect(r.uid) AS release
    """,
)
PROGRAMS_BY_UID = Query(
    "vulnerabilities.programs_by_uid",
    """
    UNWIND $uids AS uid
    MATCH (p:CI {uid: uid})-[i:INSTANCE_OF]->(r:CI)
    WHERE i.valid_to = $open AND NOT p.status IN $gone AND p.root_uid <> ''
    RETURN collect(p.uid) AS program, collect(p.root_uid) AS holder, collect(r.uid) AS release
    """,
)
OS_VERSIONS = Query(
    "vulnerabilities.os_versions",
    """
    UNWIND $uids AS uid
    MATCH (m:CI {uid: uid})
    RETURN collect(m.uid) AS uid, collect(coalesce(m.os_version, '')) AS os_version
    """,
)
SYSTEMS = Query(
    "vulnerabilities.systems",
    """
    MATCH (m:CI)
    WHERE m.ci_class IN $classes AND m.os_name IS NOT NULL AND NOT m.status IN $gone
    RETURN collect(m.uid) AS uid, collect(m.os_name) AS name, collect(coalesce(m.os_version, '')) AS version
    """,
)
SYSTEM_OF = Query(
    "vulnerabilities.system_of",
    """
    MATCH (m:CI {uid: $uid})
    WHERE m.os_name IS NOT NULL
    RETURN collect(m.uid) AS uid, collect(m.os_name) AS name, collect(coalesce(m.os_version, '')) AS version
    """,
)
RELEASES = Query(
    "vulnerabilities.releases",
    """
    UNWIND $uids AS uid
    MATCH (r:CI {uid: uid})
    RETURN collect(r.uid) AS uid, collect(coalesce(r.publisher, '')) AS publisher,
           collect(coalesce(r.product, r.name, '')) AS product, collect(coalesce(r.version, '')) AS version,
           collect(coalesce(r.edition, '')) AS edition
    """,
)
