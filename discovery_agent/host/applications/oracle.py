"""Oracle Database and its listener.

The processes of an instance are called by it, as `ora_pmon_SHOP` (Oracle Database Reference, Background Processes):
https://docs.oracle.com/en/database/oracle/oracle-database/19/refrn/background-processes.html
"""

from discovery_agent.host.application import Application, Configured, Files, Started
from discovery_agent.host.later import later

_PROCESS = later(r"(?:ora|asm|db)_[a-z0-9]{2,5}_([\w$+#.-]{1,30})")
_LISTENER = later(r"\S*tnslsnr\s+(\w{1,30})\s")


def configure(started: Started, _files: Files) -> Configured:
    """The instance, or what a listener is called."""
    told = (started.title, *started.titles, " ".join((*started.arguments, "")))
    found = (_PROCESS().match(text) or _LISTENER().match(text) for text in told)
    return Configured(instance=next((match[1] for match in found if match), ""))


application = Application(
    name="oracle",
    product="Oracle Database",
    executables=("oracle", "tnslsnr"),
    packages=("oracle-database-ee*", "oracle-database-xe*", "oracle-database-free*"),
    ports=(1521,),
    configure=configure,
)
