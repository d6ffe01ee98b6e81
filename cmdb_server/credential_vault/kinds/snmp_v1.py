"""A community of SNMP version 1."""

from cmdb_server.credential_vault.kind import Kind, Part

kind = Kind(
    name="snmp_v1",
    label="SNMP v1 community",
    method="snmp",
    secret=(Part("community", "Community"),),
    has_user=False,
)
