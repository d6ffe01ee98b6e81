"""The records of the demonstration estate, written beside the server that answers already."""

import logging
import threading
from types import TracebackType
from typing import Self

from cmdb_server.cli.screen import output
from cmdb_server.demo.monitoring import SENDER, offers
from cmdb_server.demo.story.writing import write_story
from cmdb_server.errors import CmdbError
from cmdb_server.services import Services

_log = logging.getLogger(__name__)


class DemoStory:
    """Writes while the block runs; its end waits for the act at hand, and the next start goes on."""

    def __init__(self, services: Services) -> None:
        """The estate is loaded."""
        self._services, self._stopping = services, threading.Event()
        self._thread = threading.Thread(target=self._write, name="demo-story")

    def __enter__(self) -> Self:
        output.print("Three months of records are written in the background.", style="dim")
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop writing."""
        self._stopping.set()
        self._thread.join()

    def _write(self) -> None:
        try:
            written = write_story(self._services, self._stopping)
        except CmdbError as error:
            # What an administrator has changed may forbid what the story tells; the server goes on without the rest.
            _log.warning("demo_story_ended", extra={"reason": str(error)})
        else:
            _log.info("demo_story_written", extra={"records": written})
        if not self._stopping.is_set():
            self._tell_signals()

    def _tell_signals(self) -> None:
        """Have monitoring say something of the estate, once; what it tells of now comes after what has been."""
        services, now = self._services, self._services.clock()
        if not any(signal.source == SENDER.source for signal in services.signals.between(0, now)):
            services.signals.take(SENDER, offers(now))
