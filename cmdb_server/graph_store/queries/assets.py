"""What discovery knows of the devices behind assets."""

from cmdb_server.graph_store.query import Query

DEVICES = Query(
    "assets.devices",
    """
    UNWIND $uids AS uid
    MATCH (c:CI {uid: uid})
    RETURN collect(c.uid) AS uid, collect(c.ci_class) AS ci_class, collect(coalesce(c.name, '')) AS name,
           collect(coalesce(c.manufacturer, '')) AS manufacturer, collect(coalesce(c.model, '')) AS model,
           collect(coalesce(c.serial_number, '')) AS serial_number, collect(coalesce(c.asset_tag, '')) AS asset_tag
    """,
)
DEVICES_OF_SERIALS = Query(
    "assets.devices_of_serials",
    """
    UNWIND $serials AS serial
    MATCH (c:CI {serial_number: serial})
    WHERE c.status IN $statuses
    RETURN collect(c.uid) AS uid, collect(c.ci_class) AS ci_class, collect(coalesce(c.name, '')) AS name,
           collect(coalesce(c.manufacturer, '')) AS manufacturer, collect(coalesce(c.model, '')) AS model,
           collect(coalesce(c.serial_number, '')) AS serial_number, collect(coalesce(c.asset_tag, '')) AS asset_tag
    """,
)
