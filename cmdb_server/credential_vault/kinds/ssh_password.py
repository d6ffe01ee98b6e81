"""A user name and password for SSH."""

from cmdb_server.credential_vault.kind import Kind, Part

kind = Kind(
    name="ssh_password",
    label="SSH password",
    method="ssh",
    secret=(Part("password", "Password"),),
    locks_accounts=True,
)
