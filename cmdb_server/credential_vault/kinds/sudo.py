"""The password that sudo asks for after a log-in by SSH."""

from cmdb_server.credential_vault.kind import Kind, Part

kind = Kind(
    name="sudo",
    label="sudo password",
    method="ssh",
    secret=(Part("password", "Password", "What sudo asks the user for after logging in."),),
    locks_accounts=True,
)
