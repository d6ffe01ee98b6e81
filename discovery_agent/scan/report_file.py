"""Reports in a file, one a line, for a server that this machine cannot reach: `cmdb import-reports FILE`."""

import os
from pathlib import Path

from discovery_agent.errors import DONE
from discovery_agent.settings import SettingError
from graph_schema.report import Report, encode


class ReportFile:
    """A file of reports. What stands behind `mark` is cut off: it belongs to an address that is scanned again."""

    def __init__(self, path: Path, mark: int) -> None:
        """Raises SettingError."""
        self._path = path
        try:
            self._line = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
            os.ftruncate(self._line, mark)
            os.lseek(self._line, 0, os.SEEK_END)
        except OSError as error:
            raise SettingError(f"--out={path} cannot be written: {error.strerror or error}") from error

    @property
    def mark(self) -> int:
        """How long the file is."""
        return os.lseek(self._line, 0, os.SEEK_CUR)

    async def keep(self, report: Report) -> None:
        """Write a report down. Raises SettingError."""
        try:
            os.write(self._line, encode(report) + b"\n")
        except OSError as error:
            raise SettingError(f"--out={self._path} cannot be written: {error.strerror or error}") from error

    async def finish(self) -> int:
        """Close the file; the exit code of what became of the reports."""
        os.close(self._line)
        return DONE
