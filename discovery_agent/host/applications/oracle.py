"""Oracle Database and its listener."""

from discovery_agent.host.application import Application

application = Application(
    name="oracle",
    product="Oracle Database",
    executables=("oracle", "tnslsnr"),
    packages=("oracle-database-ee*", "oracle-database-xe*"),
    ports=(1521,),
)
