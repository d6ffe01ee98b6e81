"""Logs on standard error: one line an event, a constant name and its values."""

import json
import logging

_PLAIN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class EventFormatter(logging.Formatter):
    """`level event {values as JSON}`; the time is the journal's business, or the terminal's."""

    def format(self, record: logging.LogRecord) -> str:
        """One line; the traceback follows where there is one."""
        values = {name: value for name, value in vars(record).items() if name not in _PLAIN}
        shown = f" {json.dumps(values, default=str, sort_keys=True)}" if values else ""
        line = f"{record.levelname.lower()} {record.getMessage()}{shown}"
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


def configure(level: int = logging.INFO) -> None:
    """Send our logs to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(EventFormatter())
    logging.getLogger().handlers[:] = [handler]
    logging.getLogger("discovery_agent").setLevel(level)
