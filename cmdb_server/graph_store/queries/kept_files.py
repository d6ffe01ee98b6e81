"""Kept files: each a node, its content in pieces beside it. The labels are from when only records had some."""

from cmdb_server.graph_store.query import Query

SAVE_PIECE = Query(
    "kept_files.save_piece",
    "MERGE (p:RecordFilePiece {uid: $uid}) SET p.file_uid = $file_uid, p.number = $number, p.bytes = $bytes",
)
PIECES = Query(
    "kept_files.pieces",
    """
    MATCH (p:RecordFilePiece {file_uid: $file_uid})
    RETURN p.number AS number, p.bytes AS bytes
    ORDER BY number
    """,
)
SAVE_FILE = Query("kept_files.save", "MERGE (f:RecordFile {uid: $uid}) SET f += $properties")
FILES = Query(
    "kept_files.of_owner",
    "MATCH (f:RecordFile {owner_uid: $owner_uid}) RETURN collect(properties(f)) AS properties",
)
DELETE_FILE = Query("kept_files.delete", "MATCH (f:RecordFile {uid: $uid}) DELETE f")
DELETE_PIECES = Query("kept_files.delete_pieces", "MATCH (p:RecordFilePiece {file_uid: $file_uid}) DELETE p")
