"""What the failure of the cause of incidents should have done, and did."""

from cmdb_server.graph_store.query import Query

REVISIONS = Query(
    "incident_predictions.revisions",
    """
    UNWIND $numbers AS number
    MATCH (p:IncidentPrediction {number: number})
    RETURN collect(p.number) AS number, collect(p.revision) AS revision
    """,
)
SAVE = Query("incident_predictions.save", "MERGE (p:IncidentPrediction {number: $number}) SET p += $properties")
COMPARED_OF = Query(
    "incident_predictions.compared_of",
    """
    UNWIND $numbers AS number
    MATCH (p:IncidentPrediction {number: number})
    WHERE p.found <> ''
    RETURN collect(p.number) AS number, collect(p.found) AS found
    """,
)
