"""A community of SNMP version 2c."""

from cmdb_server.credential_vault.kind import Kind, Part

kind = Kind(
    name="snmp_v2c",
    label="SNMP v2c community",
    method="snmp",
    secret=(Part("community", "Community"),),
    has_user=False,
)
