"""What a metric says about failure, told from the words of its name as monitoring systems use them.

Some measurements travel along dependencies: who needs something slow is slow too. Others stay where they are: a busy
CPU, a full disk, a crash, an own exception. They make a component suspect in full, since no dependency explains them.
Delays on the way between two components are the fault of either, or of what lies between.
"""

import re
from enum import Enum
from functools import lru_cache


class Kind(Enum):
    """A class of measurements."""

    LATENCY = "latency"
    ERRORS = "errors"
    STATE = "state"
    CALLS = "calls"
    OWN = "own"
    LINK = "link"
    VOLUME = "volume"


TRAVELLING = frozenset({Kind.LATENCY, Kind.ERRORS, Kind.STATE})


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_OWN = _words(
    "cpu memory mem ram swap heap gc garbage disk filesystem inode iowait iops io storage volume load runqueue thread"
    " threads pid pids process processes fd descriptor descriptors temperature fan voltage power battery crash crashed"
    " crashes restart restarts reboot oom killed exit exited exception exceptions panic segfault self own exclusive"
    " loss lost drop drops dropped retransmit retransmits retransmission retransmissions collision crc"
    " throttle throttled throttling pool saturation utilization utilisation usage"
)
_LINK = _words("hop delay rtt jitter")
_ERRORS = _words(
    "availability available unavailable error errors err fail failed failure failures fault faults success successful"
    " timeout timeouts rejected refused 5xx 4xx 500 502 503 504 slo apdex"
)
_LATENCY = _words("latency duration response elapsed time seconds ms millis milliseconds slow wait ttfb rt")
_VOLUME = _words(
    "request requests call calls workload traffic throughput net network bytes packets octets rate rps qps tps count"
    " counts total rx tx in out sent received connection connections session sessions span spans line lines messages"
    " hits invocations"
)
_CALLER = _words("client outbound upstream egress downstream remote")
_LOG = frozenset({"log", "logs", "logged"})
_WORDS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|\d+[xX]{2}|[A-Z]+|\d+")


@lru_cache(maxsize=4096)
def kind_of(metric: str) -> Kind:
    """The kind of a metric; STATE, which travels, for names that say nothing. O(length of the name).

    >>> [kind_of(name).name for name in ("http_server_duration", "CPUUtilization", "requests", "alert", "log_errors")]
    ['LATENCY', 'OWN', 'VOLUME', 'STATE', 'OWN']
    """
    words = {word.lower() for word in _WORDS.findall(metric)}
    if words & _ERRORS:
        return Kind.OWN if words & (_LOG | _OWN) else Kind.CALLS if words & _CALLER else Kind.ERRORS
    if words & _OWN:
        return Kind.OWN
    if words & _LINK:
        return Kind.LINK
    if words & _LATENCY:
        return Kind.CALLS if words & _CALLER else Kind.LATENCY
    return Kind.VOLUME if words & _VOLUME else Kind.STATE
