"""The server's settings: the only reader of the environment. `/reference` shows them with these texts."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from cmdb_server.errors import CmdbError

CHECKOUT_DATA = ".plumbline"
_SECRET = ("token", "sealing_key")
_BOOLEANS = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


class SettingError(CmdbError):
    """A setting has a value that cannot be used."""

    def __init__(self, name: str, value: str, remedy: str) -> None:
        """`remedy` says what is accepted."""
        super().__init__(f"{name}={value!r} cannot be used; {remedy}", 500, "bad_setting")


def setting(variable: str, doc: str, default: Any) -> Any:  # noqa: ANN401 - takes the type of the annotation, as dataclasses.field does
    """A setting that the environment variable `variable` sets."""
    return field(default=default, metadata={"variable": variable, "doc": doc})


def default_data_dir() -> Path:
    """Where data lies unless said otherwise.

    `.plumbline` where `make up` made one in this folder, else /var/lib/plumbline for root, the user's data directory
    for others.
    """
    if Path(CHECKOUT_DATA).is_dir():
        return Path(CHECKOUT_DATA)
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return Path("/var/lib/plumbline")
    return Path(os.environ.get("XDG_DATA_HOME", "") or Path.home() / ".local" / "share") / "plumbline"


@dataclass(frozen=True)
class Settings:
    """Everything that can be set, once per process."""

    data_dir: Path = setting("CMDB_DATA", "Directory of the graph, passwords and logs.", Path())
    host: str = setting("CMDB_HOST", "Address the server listens on.", "127.0.0.1")
    port: int = setting("CMDB_PORT", "Port the server listens on.", 8420)
    engine: str = setting("CMDB_ENGINE", "Graph engine to supervise: arcadedb or neo4j.", "arcadedb")
    engine_heap_megabytes: int = setting("CMDB_ENGINE_HEAP_MB", "Heap of the supervised engine; 0: its default.", 0)
    graph_uri: str = setting("CMDB_GRAPH_URI", "bolt:// or neo4j:// address of a Neo4j that somebody else runs.", "")
    graph_user: str = setting("CMDB_GRAPH_USER", "User at that Neo4j.", "neo4j")
    graph_password_file: Path = setting("CMDB_GRAPH_PASSWORD_FILE", "File with the password at that Neo4j.", Path())
    graph_database: str = setting("CMDB_GRAPH_DATABASE", "Database at that Neo4j.", "neo4j")
    neo4j_home: Path = setting("PLUMBLINE_NEO4J_HOME", "Folder that `make neo4j` filled.", Path())
    tls_certificate: Path = setting("CMDB_TLS_CERTIFICATE", "PEM file with the server's certificate chain.", Path())
    tls_key: Path = setting("CMDB_TLS_KEY", "PEM file with the certificate's private key.", Path())
    is_behind_proxy: bool = setting(
        "CMDB_BEHIND_PROXY", "1: a proxy ends TLS and sends X-Forwarded headers.", default=False
    )
    trusted_proxies: str = setting(
        "CMDB_TRUSTED_PROXIES",
        "Addresses or networks of proxies whose X-Forwarded headers count, with commas between.",
        "127.0.0.1,::1",
    )
    oidc_issuer: str = setting("CMDB_OIDC_ISSUER", "Issuer of an OpenID provider where people may log in too.", "")
    oidc_client_id: str = setting("CMDB_OIDC_CLIENT_ID", "This server's client id at that provider.", "")
    oidc_client_secret_file: Path = setting(
        "CMDB_OIDC_CLIENT_SECRET_FILE", "File with the client's secret; none for a public client.", Path()
    )
    oidc_name: str = setting(
        "CMDB_OIDC_NAME", "What the button on the log-in page calls the provider.", "single sign-on"
    )
    oidc_scopes: str = setting("CMDB_OIDC_SCOPES", "What is asked of the provider.", "openid profile email")
    oidc_groups_claim: str = setting("CMDB_OIDC_GROUPS_CLAIM", "Claim of the id token that lists groups.", "groups")
    oidc_roles: str = setting(
        "CMDB_OIDC_ROLES", "Roles by group, with commas between: cmdb-admins=administrator,staff=reader.", ""
    )
    oidc_redirect_uri: str = setting(
        "CMDB_OIDC_REDIRECT_URI", "This server's address for the provider; else made of the request's.", ""
    )
    oidc_ca_file: Path = setting(
        "CMDB_OIDC_CA_FILE", "PEM file with the certificates trusted for the provider.", Path()
    )
    class_packs: Path = setting(
        "CMDB_CLASS_PACKS", "Directory of class packs (*.toml); else class-packs in the data directory.", Path()
    )
    sealing_key_file: Path = setting(
        "CMDB_SEALING_KEY_FILE",
        "File (mode 0600) with the key that seals credentials; else the server makes one in the data directory.",
        Path(),
    )
    sealing_key: str = setting("CMDB_SEALING_KEY", "The key that seals credentials: 32 bytes in base64.", "")
    vault_address: str = setting("CMDB_VAULT_ADDRESS", "HashiCorp Vault that holds that key (KV version 2).", "")
    vault_namespace: str = setting("CMDB_VAULT_NAMESPACE", "Namespace of that Vault (Enterprise, HCP).", "")
    vault_secret: str = setting(
        "CMDB_VAULT_SECRET",
        "Mount and path of the secret there whose field sealing_key it is; a mount of several parts ends with /data/.",
        "secret/plumbline",
    )
    vault_token_file: Path = setting(
        "CMDB_VAULT_TOKEN_FILE",
        "File with the token for that Vault, read anew each time: Vault Agent keeps it.",
        Path(),
    )
    vault_ca_file: Path = setting("CMDB_VAULT_CA_FILE", "PEM file with the certificates trusted for it.", Path())
    incidents_from_signals: bool = setting(
        "CMDB_INCIDENTS_FROM_SIGNALS", "0: critical signals open no incidents by themselves.", default=True
    )
    traps: str = setting("CMDB_TRAPS", "[ADDRESS:]PORT at which the collector of `cmdb up` listens for traps.", "")
    service_graphs: str = setting(
        "CMDB_SERVICE_GRAPHS",
        "Addresses with traces_service_graph_request_total, with commas between: of a server that tells it, or "
        "Prometheus's .../api/v1/query.",
        "",
    )
    service_graph_minutes: int = setting("CMDB_SERVICE_GRAPH_MINUTES", "How often these are asked.", 5)
    service_graph_token_file: Path = setting(
        "CMDB_SERVICE_GRAPH_TOKEN_FILE", "File with a bearer token for them, read anew each time.", Path()
    )
    service_graph_ca_file: Path = setting(
        "CMDB_SERVICE_GRAPH_CA_FILE", "PEM file with the certificates trusted for them.", Path()
    )
    smtp_host: str = setting("CMDB_SMTP_HOST", "Server that takes mail to people; none: no mail.", "")
    smtp_port: int = setting("CMDB_SMTP_PORT", "Its port.", 587)
    smtp_tls: str = setting("CMDB_SMTP_TLS", "starttls, tls (from the beginning) or none.", "starttls")
    smtp_user: str = setting("CMDB_SMTP_USER", "User at that server; none: it takes mail without.", "")
    smtp_password_file: Path = setting("CMDB_SMTP_PASSWORD_FILE", "File with the user's password.", Path())
    smtp_ca_file: Path = setting("CMDB_SMTP_CA_FILE", "PEM file with the certificates trusted for it.", Path())
    mail_from: str = setting("CMDB_MAIL_FROM", "Address that mail comes from.", "")
    mail_domains: str = setting("CMDB_MAIL_DOMAINS", "Domains that mail may go to, with commas between; none: any.", "")
    imap_host: str = setting("CMDB_IMAP_HOST", "Server of the mailbox where mail to records arrives; none: none.", "")
    imap_port: int = setting("CMDB_IMAP_PORT", "Its port.", 993)
    imap_tls: str = setting("CMDB_IMAP_TLS", "tls (from the beginning), starttls or none.", "tls")
    imap_user: str = setting("CMDB_IMAP_USER", "User whose mailbox it is.", "")
    imap_password_file: Path = setting("CMDB_IMAP_PASSWORD_FILE", "File with the user's password.", Path())
    imap_ca_file: Path = setting("CMDB_IMAP_CA_FILE", "PEM file with the certificates trusted for it.", Path())
    imap_folder: str = setting("CMDB_IMAP_FOLDER", "Folder where mail arrives.", "INBOX")
    imap_taken_folder: str = setting("CMDB_IMAP_TAKEN_FOLDER", "Folder for what was taken.", "Taken")
    imap_refused_folder: str = setting("CMDB_IMAP_REFUSED_FOLDER", "Folder for what was refused.", "Refused")
    imap_proved_by: str = setting(
        "CMDB_IMAP_PROVED_BY",
        "Name of your mail server in Authentication-Results: only mails of which it says dmarc=pass are taken; none: "
        "senders are believed.",
        "",
    )
    ldap_host: str = setting("CMDB_LDAP_HOST", "Server of the directory that tells who has left; none: none.", "")
    ldap_port: int = setting("CMDB_LDAP_PORT", "Its port.", 636)
    ldap_tls: str = setting("CMDB_LDAP_TLS", "tls (from the beginning), starttls or none.", "tls")
    ldap_user: str = setting("CMDB_LDAP_USER", "User who asks it, as a DN; none: it answers without.", "")
    ldap_password_file: Path = setting("CMDB_LDAP_PASSWORD_FILE", "File with the user's password.", Path())
    ldap_ca_file: Path = setting("CMDB_LDAP_CA_FILE", "PEM file with the certificates trusted for it.", Path())
    ldap_base: str = setting("CMDB_LDAP_BASE", "DN below which people are.", "")
    ldap_leavers: str = setting(
        "CMDB_LDAP_LEAVERS",
        "LDAP filter for people who have left; as it is: accounts of Active Directory that are disabled.",
        "(&(objectCategory=person)(objectClass=user)(userAccountControl:1.2.840.113556.1.4.803:=2))",
    )
    ldap_people: str = setting(
        "CMDB_LDAP_PEOPLE",
        "LDAP filter for everybody: who was among them and is no longer has left, too; none: only CMDB_LDAP_LEAVERS.",
        "(objectClass=person)",
    )
    ldap_names: str = setting(
        "CMDB_LDAP_NAMES",
        "Attributes by which assets may name their holders, with commas between; the first is shown.",
        "displayName,cn,mail,userPrincipalName,sAMAccountName,uid",
    )
    public_url: str = setting(
        "CMDB_PUBLIC_URL", "Address of the pages in mails and webhooks; else made of host and port.", ""
    )
    webhook_targets: str = setting(
        "CMDB_WEBHOOK_TARGETS",
        "Hosts and networks in private or loopback ranges that webhooks may go to, with commas between; public "
        "addresses always may.",
        "",
    )
    webhook_ca_file: Path = setting("CMDB_WEBHOOK_CA_FILE", "PEM file with the certificates trusted for them.", Path())
    environment: str = setting("CMDB_ENVIRONMENT", "Name shown beside the product's.", "production")
    server_url: str = setting("CMDB_SERVER", "Server that the command line talks to.", "")
    ca_file: Path = setting("CMDB_CA_FILE", "PEM file with the certificates that the command line trusts.", Path())
    token: str = setting("CMDB_TOKEN", "API token of the command line; else the data directory's operator token.", "")

    @property
    def has_tls(self) -> bool:
        """Whether the server ends TLS itself."""
        return self.tls_certificate != Path()

    @property
    def class_packs_dir(self) -> Path:
        """Where class packs lie."""
        return self.class_packs if self.class_packs != Path() else self.data_dir / "class-packs"

    def __repr__(self) -> str:
        shown = {entry.name: getattr(self, entry.name) for entry in fields(self) if entry.name not in _SECRET}
        return f"Settings({shown})"


def load_settings(environment: Mapping[str, str] | None = None, **given: Any) -> Settings:  # noqa: ANN401 - values of any setting
    """The settings from the environment; `given` values (from the command line) win. Raises SettingError."""
    source = os.environ if environment is None else environment
    values: dict[str, Any] = {}
    for entry in fields(Settings):
        text = source.get(entry.metadata["variable"])
        if text:
            values[entry.name] = _convert(entry.metadata["variable"], text, entry.default)
    values |= {name: value for name, value in given.items() if value is not None}
    if not values.get("data_dir"):
        values["data_dir"] = default_data_dir()
    if not values.get("neo4j_home"):
        values["neo4j_home"] = Path(source.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "plumbline" / "neo4j"
    return Settings(**values)


def child_environment(**added: str) -> dict[str, str]:
    """The environment for a program of ours that the server starts: without the server's own secrets."""
    own = {entry.metadata["variable"] for entry in fields(Settings) if entry.name in _SECRET}
    return {**{name: value for name, value in os.environ.items() if name not in own}, **added}


def _convert(name: str, text: str, default: object) -> object:
    if isinstance(default, bool):
        if text.lower() not in _BOOLEANS:
            raise SettingError(name, text, "give 1 or 0")
        return _BOOLEANS[text.lower()]
    if isinstance(default, int):
        try:
            return int(text)
        except ValueError as error:
            raise SettingError(name, text, "give a whole number") from error
    return Path(text) if isinstance(default, Path) else text
