"""Logs: one line an event, a constant name and its values; secrets print as ***."""

import json
import logging
from datetime import UTC, datetime

_PLAIN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class Secret:
    """A value that no log and no error text shows."""

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The value itself."""
        return self._value

    def __repr__(self) -> str:
        return "***"


class EventFormatter(logging.Formatter):
    """`time level logger event {values as JSON}`."""

    def format(self, record: logging.LogRecord) -> str:
        """One line; the traceback follows where there is one."""
        at = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
        values = {name: value for name, value in vars(record).items() if name not in _PLAIN}
        shown = f" {json.dumps(values, default=str, sort_keys=True)}" if values else ""
        line = f"{at} {record.levelname.lower()} {record.name} {record.getMessage()}{shown}"
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


def configure(handler: logging.Handler, level: int = logging.INFO) -> None:
    """Send our logs, and warnings of the libraries, to a handler."""
    handler.setFormatter(EventFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in ("cmdb_server", "impact", "graph_schema", "plumbline"):
        logging.getLogger(name).setLevel(level)
