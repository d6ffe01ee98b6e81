"""Asks one device with one credential: through the fast library, and through pysnmp what that one does not cover."""

import asyncio
from collections.abc import Callable, Collection
from typing import NamedTuple

from discovery_agent.scan.fact_kinds import ALL
from discovery_agent.snmp.columns import Limits
from discovery_agent.snmp.fast_session import FastSession
from discovery_agent.snmp.reading import Begin, Reading, read_device
from discovery_agent.snmp.session import Credential, NoAnswerError, Session, Target
from discovery_agent.snmp.timing import Timing

_ABOUT = ("1.3.6.1.2.1.1.1.0", "1.3.6.1.2.1.1.3.0")


class Pace(NamedTuple):
    """How long and how often an answer is waited for, how long a device may take, how much is read and what."""

    seconds: float = 3.0
    tries: int = 3
    device_seconds: float = 300.0
    limits: Limits = Limits()
    facts: Collection[str] = ALL


class Asking:
    """One device and credential. What pysnmp needs is made when it is first needed, and closed by `close`.

    `on_silence` is told when an answer has to be asked for again.
    """

    def __init__(
        self, target: Target, credential: Credential, pace: Pace, on_silence: Callable[[], object] = lambda: None
    ) -> None:
        self._target = target
        self._credential = credential
        self._pace = pace
        self._on_silence = on_silence
        self._engine: object | None = None

    @property
    def is_encrypted(self) -> bool:
        """Whether messages are encrypted."""
        return bool(self._credential.privacy)

    async def read(self, on_begin: Begin | None = None) -> Reading:
        """What the device answers, with its gaps; what takes too long is cut off. Raises SnmpError."""
        session = FastSession(self._target, self._credential, self._timing(), self._in_context)
        reading = Reading()
        try:
            async with asyncio.timeout(self._pace.device_seconds):
                await read_device(session, self._pace.limits, reading, facts=self._pace.facts, on_begin=on_begin)
        except TimeoutError:
            if not reading.values:
                raise NoAnswerError(f"{self._target.host} told nothing in {self._pace.device_seconds:g} s") from None
            reading.problems.append(f"not done after {self._pace.device_seconds:g} s; what comes after is missing")
        finally:
            session.close()
        return reading

    async def check(self) -> None:
        """Ask the smallest question through pysnmp, whose errors say what a device has against a user of version 3.

        Raises SnmpError.
        """
        from discovery_agent.snmp import pysnmp_session  # noqa: PLC0415 - few scans need it, and it loads slowly

        self._engine = self._engine or pysnmp_session.new_engine()
        timing = Timing(self._pace.seconds, tries=1)
        await pysnmp_session.PySnmpSession(self._engine, self._target, self._credential, timing).get(_ABOUT)

    def close(self) -> None:
        """Close what was opened."""
        if self._engine is not None:
            from discovery_agent.snmp import pysnmp_session  # noqa: PLC0415 - loaded by now

            pysnmp_session.close_engine(self._engine)
            self._engine = None

    def _timing(self) -> Timing:
        return Timing(self._pace.seconds, self._pace.tries, self._on_silence)

    def _in_context(self, name: str) -> Session | None:
        from discovery_agent.snmp import pysnmp_session  # noqa: PLC0415 - few scans need it, and it loads slowly

        self._engine = self._engine or pysnmp_session.new_engine()
        session = pysnmp_session.PySnmpSession(self._engine, self._target, self._credential, self._timing())
        return session.in_context(name)


async def read_once(target: Target, credential: Credential, pace: Pace) -> Reading:
    """What a device answers. Raises SnmpError."""
    asking = Asking(target, credential, pace)
    try:
        return await asking.read()
    finally:
        asking.close()
