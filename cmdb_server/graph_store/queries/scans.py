"""Network scans: definitions, runs, their jobs, and what came of each address."""

from cmdb_server.graph_store.query import Query

SAVE_DEFINITION = Query("scans.save_definition", "MERGE (d:ScanDefinition {uid: $uid}) SET d += $properties")
DEFINITIONS = Query(
    "scans.definitions",
    "MATCH (d:ScanDefinition {status: 'active'}) RETURN collect(properties(d)) AS properties",
)
SAVE_RUN = Query("scans.save_run", "MERGE (r:ScanRun {uid: $uid}) SET r += $properties")
RUN_TIMES = Query(
    "scans.run_times",
    """
    MATCH (r:ScanRun)
    WHERE r.started_at >= $since
    RETURN collect(r.uid) AS uid, collect(r.started_at) AS started_at
    """,
)
RUNS = Query(
    "scans.runs",
    """
    UNWIND $uids AS uid
    MATCH (r:ScanRun {uid: uid})
    RETURN collect(properties(r)) AS properties
    """,
)
RUN = Query("scans.run", "MATCH (r:ScanRun {uid: $uid}) RETURN properties(r) AS properties")
OPEN_RUNS = Query("scans.open_runs", "MATCH (r:ScanRun {state: 'running'}) RETURN collect(properties(r)) AS properties")
CREATE_JOBS = Query(
    "scans.create_jobs",
    """
    UNWIND range(0, size($uid) - 1) AS i
    MERGE (j:ScanJob {uid: $uid[i]})
    SET j.run_uid = $run_uid, j.open_scope = $network_scope, j.network_scope = $network_scope, j.collector = $collector,
        j.number = i, j.created_at = $created_at, j.block = $block[i], j.addresses = $addresses[i],
        j.left = $addresses[i], j.total = $total[i], j.counts = '{}', j.leased_by = '', j.leased_until = 0
    """,
)
OPEN_JOBS = Query(
    "scans.open_jobs",
    """
    MATCH (j:ScanJob {open_scope: $network_scope})
    RETURN collect(j.uid) AS uid, collect(j.run_uid) AS run_uid, collect(j.collector) AS collector,
           collect(j.number) AS number, collect(j.created_at) AS created_at, collect(j.block) AS block,
           collect(j.leased_by) AS leased_by, collect(j.leased_until) AS leased_until
    """,
)
JOB = Query("scans.job", "MATCH (j:ScanJob {uid: $uid}) RETURN properties(j) AS properties")
CHANGE_JOB = Query("scans.change_job", "MATCH (j:ScanJob {uid: $uid}) SET j += $properties")
JOBS_OF = Query(
    "scans.jobs_of",
    """
    MATCH (j:ScanJob {run_uid: $run_uid})
    RETURN collect(j.uid) AS uid, collect(j.number) AS number, collect(j.block) AS block, collect(j.total) AS total,
           collect(j.counts) AS counts, collect(j.open_scope) AS open_scope, collect(j.leased_by) AS leased_by,
           collect(j.leased_until) AS leased_until
    """,
)
CLOSE_JOBS_OF = Query("scans.close_jobs_of", "MATCH (j:ScanJob {run_uid: $run_uid}) SET j.open_scope = ''")
# Of an address that stayed silent only the last scan is kept, of all others every one.
SAVE_OUTCOMES = Query(
    "scans.save_outcomes",
    """
    UNWIND range(0, size($address) - 1) AS i
    MERGE (o:ScanOutcome {uid: $job_uid + '/' + $address[i]})
    SET o.run_uid = $run_uid, o.target_uid = $network_scope + '/' + $address[i], o.address = $address[i], o.at = $at,
        o.state = $state[i], o.problems = $problems[i], o.body = $body[i]
    """,
)
SAVE_TARGETS = Query(
    "scans.save_targets",
    """
    UNWIND range(0, size($address) - 1) AS i
    MERGE (t:ScanTarget {uid: $network_scope + '/' + $address[i]})
    SET t.network_scope = $network_scope, t.address = $address[i], t.run_uid = $run_uid, t.at = $at,
        t.state = $state[i], t.problems = $problems[i], t.failing = $failing[i], t.body = $body[i],
        t.answered_at = CASE WHEN $answered[i] THEN $at ELSE coalesce(t.answered_at, 0) END,
        t.opened_at = CASE WHEN $opened[i] THEN $at ELSE coalesce(t.opened_at, 0) END,
        t.read_at = CASE WHEN $was_read[i] THEN $at ELSE coalesce(t.read_at, 0) END,
        t.mac = CASE WHEN $mac[i] <> '' THEN $mac[i] ELSE coalesce(t.mac, '') END,
        t.credentials = CASE WHEN $worked[i] <> '' THEN $worked[i] ELSE coalesce(t.credentials, '') END
    """,
)
AFFINITY = Query(
    "scans.affinity",
    """
    UNWIND $uids AS uid
    MATCH (t:ScanTarget {uid: uid})
    WHERE t.credentials <> ''
    RETURN collect(t.address) AS address, collect(t.credentials) AS credentials
    """,
)
ACCEPT_KEY = Query("scans.accept_key", "MATCH (t:ScanTarget {uid: $uid}) SET t.host_key = $key")
ACCEPTED_KEYS = Query(
    "scans.accepted_keys",
    """
    UNWIND $uids AS uid
    MATCH (t:ScanTarget {uid: uid})
    WHERE t.host_key <> ''
    RETURN collect(t.address) AS address, collect(t.host_key) AS host_key
    """,
)
OUTCOMES_OF = Query(
    "scans.outcomes_of",
    """
    MATCH (o:ScanOutcome {run_uid: $run_uid})
    RETURN collect(o.address) AS address, collect(o.state) AS state, collect(o.at) AS at,
           collect(o.problems) AS problems, collect(o.body) AS body
    """,
)
SILENT_OF = Query(
    "scans.silent_of",
    """
    MATCH (t:ScanTarget {run_uid: $run_uid})
    WHERE t.state = 'silent'
    RETURN collect(t.address) AS address, collect(t.at) AS at, collect(t.body) AS body
    """,
)
FAILING = Query(
    "scans.failing",
    """
    MATCH (t:ScanTarget {failing: 'yes'})
    RETURN collect(t.network_scope) AS network_scope, collect(t.address) AS address, collect(t.at) AS at,
           collect(t.problems) AS problems, collect(t.body) AS body, collect(coalesce(t.host_key, '')) AS host_key
    """,
)
TARGETS = Query(
    "scans.targets",
    """
    UNWIND $uids AS uid
    MATCH (t:ScanTarget {uid: uid})
    RETURN collect(properties(t)) AS properties
    """,
)
TARGETS_OF_ADDRESS = Query(
    "scans.targets_of_address",
    "MATCH (t:ScanTarget {address: $address}) RETURN collect(properties(t)) AS properties",
)
OUTCOMES_OF_TARGET = Query(
    "scans.outcomes_of_target",
    """
    MATCH (o:ScanOutcome {target_uid: $target_uid})
    RETURN collect(o.run_uid) AS run_uid, collect(o.at) AS at, collect(o.state) AS state, collect(o.body) AS body
    """,
)
RUNS_OF_TARGETS = Query(
    "scans.runs_of_targets",
    """
    UNWIND $uids AS uid
    MATCH (o:ScanOutcome {target_uid: uid})
    MATCH (r:ScanRun {uid: o.run_uid})
    WHERE r.kind <> $without
    RETURN collect(uid) AS uid, collect(o.at) AS at, collect(properties(r)) AS properties
    """,
)
OLD_RUNS = Query(
    "scans.old_runs",
    """
    MATCH (r:ScanRun)
    WHERE r.started_at < $frequent_before AND (r.kind = $frequent OR r.started_at < $before) AND r.state <> 'running'
    RETURN collect(r.uid)[0..$limit] AS uids
    """,
)
FORGET_OUTCOMES = Query(
    "scans.forget_outcomes",
    """
    UNWIND $uids AS uid
    MATCH (o:ScanOutcome {run_uid: uid})
    DELETE o
    """,
)
FORGET_JOBS = Query(
    "scans.forget_jobs",
    """
    UNWIND $uids AS uid
    MATCH (j:ScanJob {run_uid: uid})
    DELETE j
    """,
)
FORGET_RUNS = Query(
    "scans.forget_runs",
    """
    UNWIND $uids AS uid
    MATCH (r:ScanRun {uid: uid})
    DELETE r
    """,
)
SCOPES = Query("scans.scopes", "MATCH (s:NetworkScope {status: 'active'}) RETURN collect(properties(s)) AS properties")
SAVE_SCOPE = Query("scans.save_scope", "MERGE (s:NetworkScope {name: $name}) SET s += $properties")
ADDRESSES_OF_CI = Query(
    "scans.addresses_of_ci",
    """
    MATCH (n:CI {owner_uid: $uid})
    WHERE n.ci_class = 'network_interface' AND n.status <> 'retired'
    MATCH (n)<-[r:ASSIGNED_TO]-(a:CI)
    WHERE r.valid_to = $open AND a.address > ''
    RETURN collect(DISTINCT a.address) AS address
    """,
)
SCOPES_OF_CI = Query(
    "scans.scopes_of_ci",
    "MATCH (s:Source {root_uid: $uid}) RETURN collect(DISTINCT coalesce(s.network_scope, '')) AS network_scope",
)
ADDRESSES_OF_MAC = Query(
    "scans.addresses_of_mac",
    """
    MATCH (n:CI {mac_address: $mac})
    WHERE n.status <> 'retired'
    MATCH (n)<-[r:ASSIGNED_TO]-(a:CI)
    WHERE r.valid_to = $open AND a.address > ''
    RETURN collect(DISTINCT a.address) AS address
    """,
)
ADDRESSES_OF_NAME = Query(
    "scans.addresses_of_name",
    """
    MATCH (c:CI {name: $name})
    WHERE c.status <> 'retired'
    MATCH (n:CI {owner_uid: c.uid})
    WHERE n.ci_class = 'network_interface'
    MATCH (n)<-[r:ASSIGNED_TO]-(a:CI)
    WHERE r.valid_to = $open AND a.address > ''
    RETURN collect(DISTINCT a.address) AS address
    """,
)
# A device need not tell the address by which it is asked: the name of its source has it.
SOURCES_OF_NAME = Query(
    "scans.sources_of_name",
    """
    MATCH (c:CI {name: $name})
    WHERE c.status <> 'retired'
    MATCH (s:Source {root_uid: c.uid})
    WHERE coalesce(s.freshness, '') <> 'gone'
    RETURN collect(s.key) AS key
    """,
)
TARGETS_OF_MAC = Query(
    "scans.targets_of_mac", "MATCH (t:ScanTarget {mac: $mac}) RETURN collect(t.address)[0..$limit] AS address"
)
CIS_OF_SOURCES = Query(
    "scans.cis_of_sources",
    """
    UNWIND $keys AS key
    MATCH (s:Source {key: key})
    MATCH (c:CI {uid: s.root_uid})
    RETURN collect(c.uid) AS uid, collect(coalesce(c.name, '')) AS name, collect(c.ci_class) AS ci_class,
           collect(c.status) AS status
    """,
)
CIS_OF_ADDRESS = Query(
    "scans.cis_of_address",
    """
    MATCH (a:CI {address: $address})
    WHERE a.ci_class = 'ip_address'
    MATCH (a)-[r:ASSIGNED_TO]->(n:CI)
    WHERE r.valid_to = $open
    MATCH (c:CI {uid: n.owner_uid})
    RETURN collect(c.uid) AS uid, collect(coalesce(c.name, '')) AS name, collect(c.ci_class) AS ci_class,
           collect(c.status) AS status, collect(a.identifiers) AS identifiers
    """,
)
# What the funnel is counted from: every address that something tells of, with the machine that has it.
ADDRESSES = Query(
    "scans.addresses",
    """
    MATCH (a:CI)
    WHERE a.ci_class IN ['ip_address', 'remote_peer'] AND a.status <> 'retired' AND a.address > ''
    OPTIONAL MATCH (a)-[r:ASSIGNED_TO]->(n:CI)
    WHERE r.valid_to = $open
    RETURN collect(a.address) AS address, collect(a.identifiers) AS identifiers,
           collect(coalesce(n.owner_uid, '')) AS owner_uid
    """,
)
ANSWERED_TARGETS = Query(
    "scans.answered_targets",
    """
    MATCH (t:ScanTarget)
    WHERE t.answered_at > 0
    RETURN collect(t.address) AS address, collect(t.network_scope) AS network_scope,
           collect(t.opened_at) AS opened_at, collect(t.read_at) AS read_at
    """,
)
SUBNETS = Query(
    "scans.subnets",
    """
    MATCH (s:CI)
    WHERE s.ci_class = 'subnet' AND s.status <> 'retired' AND s.cidr > ''
    RETURN collect(s.cidr) AS cidr, collect(s.identifiers) AS identifiers
    """,
)
READ_ROOTS = Query(
    "scans.read_roots",
    """
    MATCH (s:Source)
    WHERE s.root_uid > '' AND coalesce(s.freshness, '') <> 'gone'
    RETURN collect(s.key) AS key, collect(s.root_uid) AS root_uid, collect(coalesce(s.freshness, '')) AS freshness
    """,
)
