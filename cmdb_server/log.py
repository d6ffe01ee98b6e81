"""Logs: one line an event, a constant name and its values; secrets print as ***."""

import json
import logging
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

_BYTES, _KEPT = 10 << 20, 5
_VALUES = json.JSONEncoder(default=str, sort_keys=True)
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
        shown = f" {_VALUES.encode(values)}" if values else ""
        line = f"{at} {record.levelname.lower()} {record.name} {record.getMessage()}{shown}"
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


class LogFile(RotatingFileHandler):
    """A file of which a few full ones are kept.

    It counts what it writes: the library's own formats each line twice and asks the file system three times.
    """

    def __init__(self, path: Path) -> None:
        """Raises OSError where the file cannot be written."""
        super().__init__(path, maxBytes=_BYTES, backupCount=_KEPT, encoding="utf-8")
        self._written = path.stat().st_size

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line; what cannot be written is told on the standard error output."""
        try:
            line = self.format(record) + self.terminator
            if self._written + len(line) > self.maxBytes:
                self.doRollover()
                self._written = 0
            if self.stream is None:
                self.stream = self._open()
            self.stream.write(line)
            self.flush()
            self._written += len(line)
        except (OSError, ValueError):
            self.handleError(record)


def configure(handler: logging.Handler, level: int = logging.INFO) -> None:
    """Send our logs, and warnings of the libraries, to a handler."""
    handler.setFormatter(EventFormatter())
    # No line shows them, and each costs something.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in ("cmdb_server", "impact", "graph_schema", "plumbline"):
        logging.getLogger(name).setLevel(level)
