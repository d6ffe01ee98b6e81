"""Batches of imported rows: the file in pieces, what became of each chunk of rows, and mappings by name."""

from cmdb_server.graph_store.query import Query

SAVE_BATCH = Query("imports.save_batch", "MERGE (b:ImportBatch {uid: $uid}) SET b += $properties")
BATCH = Query("imports.batch", "MATCH (b:ImportBatch {uid: $uid}) RETURN b.body AS body")
BATCHES = Query(
    "imports.batches",
    """
    MATCH (b:ImportBatch)
    WHERE b.uid > ''
    RETURN collect(b.body) AS body
    """,
)
SAVE_PIECE = Query(
    "imports.save_piece", "MERGE (p:ImportPiece {uid: $uid}) SET p.batch = $batch, p.number = $number, p.bytes = $bytes"
)
PIECES = Query(
    "imports.pieces",
    """
    MATCH (p:ImportPiece {batch: $batch})
    RETURN p.number AS number, p.bytes AS bytes
    ORDER BY number
    """,
)
SAVE_CHUNK = Query("imports.save_chunk", "MERGE (c:ImportChunk {uid: $uid}) SET c += $properties")
CHUNK_STATES = Query(
    "imports.chunk_states",
    """
    MATCH (c:ImportChunk {batch: $batch})
    WHERE c.revision = $revision
    RETURN c.number AS number, c.state AS state, c.counts AS counts, coalesce(c.stored, 0) AS stored
    ORDER BY number
    """,
)
CHUNK = Query("imports.chunk", "MATCH (c:ImportChunk {uid: $uid}) RETURN c.rows AS rows, c.state AS state")
SET_CHUNK_STATE = Query("imports.set_chunk_state", "MATCH (c:ImportChunk {uid: $uid}) SET c += $properties")
DELETE_BATCH = Query("imports.delete_batch", "MATCH (b:ImportBatch {uid: $uid}) DELETE b")
DELETE_PIECES = Query("imports.delete_pieces", "MATCH (p:ImportPiece {batch: $batch}) DELETE p")
DELETE_CHUNKS = Query("imports.delete_chunks", "MATCH (c:ImportChunk {batch: $batch}) DELETE c")
SET_UNDONE = Query(
    "imports.set_undone",
    """
    MATCH (c:ImportChunk {batch: $batch})
    WHERE c.state = 'stored'
    SET c.state = 'undone', c.stored = 0
    """,
)
STORED_CIS = Query(
    "imports.stored_cis",
    """
    UNWIND $section_keys AS section_key
    MATCH (o:Observation {section_key: section_key})
    WHERE NOT o.is_absent
    RETURN collect(DISTINCT o.ci_uid) AS uid
    """,
)
SAVE_MAPPING = Query("imports.save_mapping", "MERGE (m:ImportMapping {name: $name}) SET m += $properties")
MAPPINGS = Query(
    "imports.mappings",
    """
    MATCH (m:ImportMapping)
    WHERE m.name > ''
    RETURN properties(m) AS properties
    ORDER BY m.name
    """,
)
MAPPING = Query("imports.mapping", "MATCH (m:ImportMapping {name: $name}) RETURN properties(m) AS properties")
MAPPING_FOR = Query(
    "imports.mapping_for",
    """
    MATCH (m:ImportMapping {headers: $headers})
    RETURN properties(m) AS properties
    ORDER BY m.updated_at DESC
    LIMIT 1
    """,
)
DELETE_MAPPING = Query("imports.delete_mapping", "MATCH (m:ImportMapping {name: $name}) DELETE m RETURN 1 AS gone")
EVENTS_SINCE = Query(
    "imports.events_since",
    """
    MATCH (e:Event)
    WHERE e.recorded_at >= $at AND e.source = $source
    RETURN collect(e.ci_uid) AS ci_uid, collect(e.kind) AS kind, collect(e.changes) AS changes
    """,
)
OTHERS_EVENTS = Query(
    "imports.others_events",
    """
    UNWIND $uids AS uid
    MATCH (e:Event {ci_uid: uid})
    WHERE e.recorded_at > $at AND e.source <> $source
    RETURN collect(e.ci_uid) AS ci_uid, collect(e.source) AS source, collect(e.changes) AS changes,
           collect(e.recorded_at) AS recorded_at
    """,
)
OTHERS_RELATIONSHIPS = Query(
    "imports.others_relationships",
    """
    UNWIND $uids AS uid
    MATCH (c:CI {uid: uid})<-[r]-(o:CI)
    WHERE r.valid_to = $open AND size([entry IN r.sources WHERE entry <> $source]) > 0
    RETURN collect(uid) AS ci_uid, collect(type(r)) AS type, collect(o.uid) AS other, collect(o.name) AS name,
           collect(r.sources) AS sources
    """,
)
