"""Meetings of the board of changes."""

from cmdb_server.graph_store.query import Query

OPEN_MEETING = Query("meetings.open", "CREATE (m:BoardMeeting {uid: $uid}) SET m += $properties")
MEETINGS = Query("meetings.all", "MATCH (m:BoardMeeting {status: 'kept'}) RETURN collect(properties(m)) AS properties")
MEETING = Query("meetings.one", "MATCH (m:BoardMeeting {uid: $uid}) RETURN properties(m) AS properties")
CHANGE_MEETING = Query("meetings.change", "MATCH (m:BoardMeeting {uid: $uid}) SET m += $properties")
