"""Reading candidates for and writing the decisions of one section of a report.

Parameters are parallel lists and results are collected columns: both cost a fraction of maps and rows in the driver.
"""

from cmdb_server.graph_store.query import Query

_SAID_COLUMNS = """
    RETURN collect(o.uid) AS uid, collect(o.ci_uid) AS ci_uid, collect(o.source) AS source, collect(o.ref) AS ref,
           collect(o.section_key) AS section_key, collect(o.scope) AS scope, collect(o.is_absent) AS is_absent,
           collect(o.payload) AS payload, collect(o.claims) AS claims, collect(o.observed_at) AS observed_at,
           collect(coalesce(o.freshness, '')) AS freshness
"""

REFS = Query(
    "ingest.refs",
    """
    UNWIND $ref_keys AS ref_key
    MATCH (o:Observation {ref_key: ref_key})
    RETURN collect(o.ref) AS ref, collect(o.ci_uid) AS ci_uid
    """,
)
CLASSES_OF_REFS = Query(
    "ingest.classes_of_refs",
    """
    UNWIND $ref_keys AS ref_key
    MATCH (o:Observation {ref_key: ref_key})
    WHERE o.ci_class <> ''
    RETURN collect(o.ref) AS ref, collect(o.ci_class) AS ci_class
    """,
)
IDENTIFIERS = Query(
    "ingest.identifiers",
    """
    UNWIND $keys AS key
    MATCH (i:Identifier {key: key})
    RETURN i.key AS key, i.claimants AS claimants
    """,
)
CURRENT = Query(
    "ingest.current",
    """
    UNWIND $uids AS uid
    MATCH (c:CI {uid: uid})
    RETURN collect(c.uid) AS uid, collect(coalesce(c.merged_into, '')) AS merged_into
    """,
)
DEPENDENTS = Query(
    "ingest.dependents",
    """
    UNWIND $owners AS owner
    MATCH (c:CI {owner_uid: owner})
    WHERE c.ci_class IN $classes AND c.status <> 'merged'
    RETURN collect(c.uid) AS uid, collect(c.owner_uid) AS owner_uid, collect(c.ci_class) AS ci_class,
           collect(c.identifiers) AS identifiers
    """,
)
EXISTING = Query(
    "ingest.existing",
    """
    UNWIND $uids AS uid
    MATCH (c:CI {uid: uid})
    RETURN collect(c.uid) AS uid
    """,
)
CIS = Query(
    "ingest.cis",
    """
    UNWIND $uids AS uid
    MATCH (c:CI {uid: uid})
    RETURN c.uid AS uid, properties(c) AS properties
    """,
)
OBSERVATIONS_OF_CIS = Query(
    "ingest.observations_of_cis",
    "UNWIND $uids AS uid MATCH (o:Observation {ci_uid: uid})" + _SAID_COLUMNS,
)
# Rules, clock and CIs are the same in every row, so the first one tells them: grouping by them would compare them all.
# Columns of columns, one a CI: a list that is carried along with each row costs the square of its length.
OBSERVED = Query(
    "ingest.observed",
    """
    OPTIONAL MATCH (b:RuleBook {key: $rule_book})
    OPTIONAL MATCH (k:Clock {key: 'clock'})
    WITH b.rules AS rules, k.at AS clock
    UNWIND $uids AS ci
    OPTIONAL MATCH (c:CI {uid: ci})
    OPTIONAL MATCH (o:Observation {ci_uid: ci})
    WITH rules, clock, ci, c,
         collect(o.uid) AS uid, collect(o.ci_uid) AS ci_uid, collect(o.source) AS source, collect(o.ref) AS ref,
         collect(o.section_key) AS section_key, collect(o.scope) AS scope, collect(o.is_absent) AS is_absent,
         collect(o.payload) AS payload, collect(o.claims) AS claims, collect(o.observed_at) AS observed_at,
         collect(CASE WHEN o IS NULL THEN null ELSE coalesce(o.freshness, '') END) AS freshness
    RETURN rules, clock, collect(c.uid) AS cis, collect(properties(c)) AS properties,
           collect(uid) AS uid, collect(ci_uid) AS ci_uid, collect(source) AS source, collect(ref) AS ref,
           collect(section_key) AS section_key, collect(scope) AS scope, collect(is_absent) AS is_absent,
           collect(payload) AS payload, collect(claims) AS claims, collect(observed_at) AS observed_at,
           collect(freshness) AS freshness
    """,
)
OBSERVATIONS_OF_REFS = Query(
    "ingest.observations_of_refs",
    "UNWIND $ref_keys AS ref_key MATCH (o:Observation {ref_key: ref_key})" + _SAID_COLUMNS,
)
OUTGOING = Query(
    "ingest.outgoing",
    """
    UNWIND $uids AS uid
    MATCH (c:CI {uid: uid})-[r:{TYPE}]->(t:CI)
    RETURN collect(r.uid) AS uid, collect(c.uid) AS source, collect(t.uid) AS target, collect(r.claims) AS claims,
           collect(r.facts) AS facts, collect(r.valid_from) AS valid_from, collect(r.valid_to) AS valid_to
    """,
)
OUTGOING_TO = Query(
    "ingest.outgoing_to",
    """
    UNWIND range(0, size($uids) - 1) AS i
    MATCH (c:CI {uid: $uids[i]})-[r:{TYPE}]->(t:CI)
    WHERE t.uid IN $targets[i]
    RETURN collect(r.uid) AS uid, collect(c.uid) AS source, collect(t.uid) AS target, collect(r.claims) AS claims,
           collect(r.facts) AS facts, collect(r.valid_from) AS valid_from, collect(r.valid_to) AS valid_to
    """,
)
LISTENERS = Query(
    "ingest.listeners",
    """
    UNWIND $computers AS computer
    MATCH (e:CI {owner_uid: computer})
    WHERE e.ci_class = 'endpoint' AND e.status IN ['active', 'stale'] AND e.port IN $ports
    OPTIONAL MATCH (e)-[r:PROVIDED_BY]->(p:CI)
    WHERE r.valid_to = $open AND p.status IN ['active', 'stale']
    RETURN collect(computer) AS computer, collect(e.uid) AS endpoint, collect(e.address) AS address,
           collect(e.port) AS port, collect(e.protocol) AS protocol,
           collect(coalesce(p.uid, '')) AS provider, collect(coalesce(p.owner_uid, '')) AS runs_on,
           collect(coalesce(p.instance_key, '')) AS instance_key
    """,
)
CLOCK = Query("ingest.clock", "MATCH (k:Clock {key: 'clock'}) RETURN k.at AS at")
MOVE_CLOCK = Query(
    "ingest.move_clock",
    """
    MERGE (k:Clock {key: 'clock'})
    SET k.at = CASE WHEN coalesce(k.at, 0) >= $now THEN k.at + 1 ELSE $now END
    """,
)
CREATE_CIS = Query(
    "ingest.create_cis",
    """
    UNWIND range(0, size($uids) - 1) AS i
    CREATE (c:CI {uid: $uids[i]})
    SET c += $properties[i]
    """,
)
OUTGOING_TO_AND_EXISTING = Query(
    "ingest.outgoing_to_and_existing",
    """
    UNWIND range(0, size($uids) - 1) AS i
    MATCH (c:CI {uid: $uids[i]})-[r:{TYPE}]->(t:CI)
    WHERE t.uid IN $targets[i]
    WITH collect(r.uid) AS uid, collect(c.uid) AS source, collect(t.uid) AS target, collect(r.claims) AS claims,
         collect(r.facts) AS facts, collect(r.valid_from) AS valid_from, collect(r.valid_to) AS valid_to
    UNWIND $named AS name
    OPTIONAL MATCH (v:CI {uid: name})
    RETURN uid, source, target, claims, facts, valid_from, valid_to, collect(v.uid) AS existing
    """,
)
MERGE_VALUES = Query(
    "ingest.merge_values",
    """
    UNWIND range(0, size($uids) - 1) AS i
    MERGE (c:CI {uid: $uids[i]})
    ON CREATE SET c += $properties[i]
    """,
)
UPDATE_CIS = Query(
    "ingest.update_cis",
    """
    UNWIND range(0, size($uids) - 1) AS i
    MATCH (c:CI {uid: $uids[i]})
    SET c += $properties[i]
    """,
)
CREATE_OBSERVATIONS = Query(
    "ingest.create_observations",
    """
    UNWIND range(0, size($uids) - 1) AS i
    CREATE (o:Observation {uid: $uids[i]})
    SET o += $properties[i]
    """,
)
UPDATE_OBSERVATIONS = Query(
    "ingest.update_observations",
    """
    UNWIND range(0, size($uids) - 1) AS i
    MATCH (o:Observation {uid: $uids[i]})
    SET o += $properties[i]
    """,
)
CREATE_RELATIONSHIPS = Query(
    "ingest.create_relationships",
    """
    UNWIND range(0, size($uid) - 1) AS i
    WITH i, $told[i] AS k
    MATCH (a:CI {uid: $source[i]})
    MATCH (b:CI {uid: $target[i]})
    CREATE (a)-[r:{TYPE} {uid: $uid[i], claims: $claims[k], sources: $sources[k], facts: $facts[k],
        first_seen_at: $at, last_seen_at: $at, sightings: 1, valid_from: $at, valid_to: $open}]->(b)
    SET r += $properties[k]
    """,
)
# Each CI's relationships are gone through once, however many of them change: a machine has a thousand packages.
UPDATE_RELATIONSHIPS = Query(
    "ingest.update_relationships",
    """
    UNWIND $starts AS start
    MATCH (a:CI {uid: start})-[r:{TYPE}]->(b:CI)
    WITH r, $place[r.uid] AS i
    WHERE i IS NOT NULL
    SET r.claims = $claims[i], r.sources = $sources[i], r.facts = $facts[i], r.valid_from = $valid_from[i],
        r.valid_to = $valid_to[i], r.last_seen_at = $at, r.sightings = r.sightings + 1
    SET r += $properties[i]
    """,
)
CREATE_EVENTS = Query(
    "ingest.create_events",
    """
    UNWIND range(0, size($uid) - 1) AS i
    CREATE (e:Event {uid: $uid[i], ci_uid: $ci_uid[i], kind: $kind[i], changes: $changes[i], recorded_at: $at,
        sequence: $sequence, observed_at: $observed_at, source: $source, section: $section, actor: $actor,
        reason: $reason})
    WITH i
    WHERE $kind[i] <> 'created'
    MATCH (c:CI {uid: $ci_uid[i]})
    SET c.revision = coalesce(c.revision, 0) + 1
    """,
)
SAVE_SECTION = Query(
    "ingest.save_section",
    """
    MERGE (x:SourceSection {key: $key})
    SET x += $properties
    """,
)
# What a section shows of other devices is large and read by the topology only, so it is a node of its own.
SAVE_EVIDENCE = Query(
    "ingest.save_evidence",
    """
    MATCH (x:SourceSection {key: $key})
    SET x.evidence_scope = $scope
    MERGE (e:LinkEvidence {key: $key})
    SET e.body = $body
    """,
)
SAVE_IDENTIFIERS = Query(
    "ingest.save_identifiers",
    """
    UNWIND range(0, size($keys) - 1) AS i
    MERGE (n:Identifier {key: $keys[i]})
    SET n.claimants = $claimants[i]
    """,
)
NAMED_VALUES = Query(
    "ingest.named_values",
    """
    UNWIND $uids AS uid
    MATCH (c:CI {uid: uid})
    WHERE c.ci_class IN $classes
    WITH c, EXISTS { MATCH (c)<-[r]-(p:CI) WHERE r.valid_to = $open AND type(r) IN $types } AS is_named
    RETURN collect(c.uid) AS uid, collect(c.status) AS status, collect(is_named) AS is_named
    """,
)
ADDRESSES_OF = Query(
    "ingest.addresses_of",
    """
    MATCH (n:CI {owner_uid: $computer})
    WHERE n.ci_class = 'network_interface' AND n.status IN ['active', 'stale']
    MATCH (n)<-[r:ASSIGNED_TO]-(a:CI)
    WHERE r.valid_to = $open AND a.status IN ['active', 'stale']
    RETURN collect(a.identifiers) AS identifiers
    """,
)
SET_STATUS = Query(
    "ingest.set_status",
    """
    UNWIND range(0, size($uids) - 1) AS i
    MATCH (c:CI {uid: $uids[i]})
    SET c.status = $status[i], c.updated_at = $at
    """,
)
