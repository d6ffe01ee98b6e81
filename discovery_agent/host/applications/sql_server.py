"""Microsoft SQL Server.

https://learn.microsoft.com/sql/linux/sql-server-linux-configure-mssql-conf: `filelocation.defaultdatadir`.
"""

from discovery_agent.host.application import Application, Configured, Files, Started
from discovery_agent.host.syntax_lines import assignments

_SETTINGS, _DATA = "/var/opt/mssql/mssql.conf", "/var/opt/mssql/data"


def configure(_started: Started, files: Files) -> Configured:
    """Where it keeps its data; its settings are written only where they differ from the usual ones."""
    text = files.text(_SETTINGS)
    told = {(entry.section, entry.name): entry.value for entry in assignments(text or "")}
    data = told.get(("filelocation", "defaultdatadir")) or _DATA
    return Configured(data_directory=data, files=(_SETTINGS,) if text is not None else ())


application = Application(
    name="sql_server",
    product="Microsoft SQL Server",
    executables=("sqlservr",),
    packages=("mssql-server",),
    ports=(1433,),
    patterns=(_SETTINGS,),
    configure=configure,
)
