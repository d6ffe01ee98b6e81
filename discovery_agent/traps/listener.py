"""The receiver of a collector at work: its socket, the credentials that the server lends it, and what it tells."""

import asyncio
import logging
import random
import socket
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from discovery_agent.clock import SteadyClock
from discovery_agent.private_files import StateFolderError
from discovery_agent.scan.job import Credential, credential_of
from discovery_agent.scan.job_line import CollectorRefusedError, JobGoneError, JobLine
from discovery_agent.scan.message_values import JobError
from discovery_agent.server import NotReachableError
from discovery_agent.together import until_one_ends
from discovery_agent.traps.batch import message_of
from discovery_agent.traps.engine import TrapEngine
from discovery_agent.traps.engine_state import EngineState
from discovery_agent.traps.listening import place_of, thrown_away
from discovery_agent.traps.outbox import Outbox
from discovery_agent.traps.receiver import Receiver
from discovery_agent.traps.replays import Replays
from discovery_agent.waiting import REFUSED_SECONDS, seconds_to_wait

TELL_SECONDS, ASK_SECONDS, ASK_SOON_SECONDS = 5.0, 300.0, 20.0
_FOLDER = "traps"
_COUNTED_TO = 1 << 32
_log = logging.getLogger(__name__)


class TrapListener:
    """Listens for one collector until it is cancelled."""

    def __init__(self, line: JobLine, folder: Path, bound: socket.socket) -> None:
        """`bound` is the socket, which is closed at the end. Raises StateFolderError."""
        self._line, self._bound = line, bound
        self._state = EngineState(folder)
        self._outbox = Outbox(folder / _FOLDER, place_of(bound))
        self._replays = Replays(self._state.heard)
        self._clock = SteadyClock()
        self._receiver = Receiver(self._replays, self._clock)
        self._receiver.tally = self._outbox.waiting()
        self._transport: asyncio.DatagramTransport | None = None
        self._valid_until, self._gone = 0.0, 0

    async def listen(self) -> int:
        """Take what comes and tell the server, for ever."""
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(
            lambda: _Protocol(self._receiver.receive), sock=self._bound
        )
        _log.info("listens_for_traps", extra={"at": place_of(self._bound)})
        try:
            return await until_one_ends(self._borrow(), self._tell())
        finally:
            self._keep()
            self._transport.close()
            if self._receiver.engine is not None:
                self._receiver.engine.close()

    async def _borrow(self) -> int:
        """Ask for credentials every few minutes; what the server has not renewed in time is believed no more.

        Who has none waits for the first one: it is asked for sooner.
        """
        failures = 0
        while True:
            try:
                given = await asyncio.to_thread(self._line.post, "/collectors/traps/credentials", {})
                lent = [credential_of(entry) for entry in given.body.get("credentials") or ()]
                self._valid_until = time.monotonic() + float(given.body.get("valid_seconds") or 0)
                self._use(lent)
                failures, pause = 0, ASK_SECONDS if lent else ASK_SOON_SECONDS
            except (NotReachableError, CollectorRefusedError, JobGoneError, JobError, StateFolderError) as error:
                failures += 1  # without room for the number of its boots an engine must not begin (RFC 3414, 2.2)
                pause = min(ASK_SECONDS, _pause(failures))
                _log.warning("no_trap_credentials", extra={"reason": str(error), "seconds": round(pause, 1)})
                if time.monotonic() > self._valid_until or isinstance(error, CollectorRefusedError):
                    self._use(())
            await asyncio.sleep(pause)

    async def _tell(self) -> int:
        failures = 0
        while True:
            await asyncio.sleep(TELL_SECONDS if failures == 0 else _pause(failures))
            self._keep()
            if self._outbox.sending is None:
                continue
            try:
                await asyncio.to_thread(self._line.post, "/collectors/traps", message_of(self._outbox.sending))
            except NotReachableError as error:
                failures += 1
                _log.warning("traps_wait", extra={"reason": str(error)})
            except CollectorRefusedError as error:
                _log.warning("traps_wait", extra={"reason": str(error)})
                await asyncio.sleep(REFUSED_SECONDS)
            except JobGoneError as error:  # it will never want them
                _log.error("traps_rejected", extra={"reason": str(error)})
                self._outbox.sent()
            else:
                failures = 0
                self._outbox.sent()

    def _keep(self) -> None:
        """Put on disk what was counted and heard; where that is full it is kept here and tried again."""
        gone = thrown_away(self._bound)
        self._receiver.tally.overflowed((gone - self._gone) % _COUNTED_TO)
        self._gone = gone
        if self._receiver.tally.is_empty:
            return
        try:
            self._receiver.tally = self._outbox.keep(self._receiver.tally)
            self._state.save(self._replays.heard, self._clock.ahead)
        except StateFolderError as error:
            _log.warning("traps_not_kept", extra={"reason": str(error)})

    def _use(self, credentials: Sequence[Credential]) -> None:
        """Believe these from now on."""
        before = self._receiver.engine
        if before is not None and not before.is_full and before.believes(credentials):
            return
        self._receiver.engine = (
            TrapEngine(self._state.engine_id, self._state.next_boots(), credentials, self._answer)
            if credentials
            else None
        )
        if before is not None:
            before.close()

    def _answer(self, message: bytes, address: Any) -> None:  # noqa: ANN401 - an address as sockets have it
        if self._transport is not None:
            self._transport.sendto(message, address)


class _Protocol(asyncio.DatagramProtocol):
    """Hands datagrams on. An error that some host sent back for an acknowledgement is nobody's."""

    def __init__(self, receive: Callable[[bytes, tuple[Any, ...]], None]) -> None:
        self._receive = receive

    def datagram_received(self, data: bytes, addr: tuple[Any, ...]) -> None:
        """One has come."""
        self._receive(data, addr)


def _pause(failures: int) -> float:
    return seconds_to_wait(failures, None, random.Random())  # noqa: S311 - spreads load, keeps no secret
