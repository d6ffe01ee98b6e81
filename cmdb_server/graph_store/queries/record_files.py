"""Files at records: each a node, its content in pieces beside it."""

from cmdb_server.graph_store.query import Query

SAVE_PIECE = Query(
    "record_files.save_piece",
    "MERGE (p:RecordFilePiece {uid: $uid}) SET p.file_uid = $file_uid, p.number = $number, p.bytes = $bytes",
)
PIECES = Query(
    "record_files.pieces",
    """
    MATCH (p:RecordFilePiece {file_uid: $file_uid})
    RETURN p.number AS number, p.bytes AS bytes
    ORDER BY number
    """,
)
SAVE_FILE = Query("record_files.save", "MERGE (f:RecordFile {uid: $uid}) SET f += $properties")
FILES = Query(
    "record_files.of_record",
    "MATCH (f:RecordFile {record_uid: $record_uid}) RETURN collect(properties(f)) AS properties",
)
DELETE_FILE = Query("record_files.delete", "MATCH (f:RecordFile {uid: $uid}) DELETE f")
DELETE_PIECES = Query("record_files.delete_pieces", "MATCH (p:RecordFilePiece {file_uid: $file_uid}) DELETE p")
