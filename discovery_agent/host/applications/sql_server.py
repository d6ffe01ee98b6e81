"""Microsoft SQL Server."""

from discovery_agent.host.application import Application

application = Application(
    name="sql_server",
    product="Microsoft SQL Server",
    executables=("sqlservr",),
    packages=("mssql-server",),
    ports=(1433,),
)
