"""The whole story, in the order of its times."""

from cmdb_server.demo.chance import Chance
from cmdb_server.demo.estate import DEFAULT_SEED
from cmdb_server.demo.story.acts import DAY, Act
from cmdb_server.demo.story.board import meetings
from cmdb_server.demo.story.changes import planned_work
from cmdb_server.demo.story.incidents import acts_of, alone
from cmdb_server.demo.story.problems import recurring

# Signals are kept for ninety days.
DAYS = 88


def told(now: int, seed: int = DEFAULT_SEED) -> list[Act]:
    """What was done until now (microseconds); the same seed and time give the same acts, another time other times.

    Whatever lies in the middle of its life now is not yet over.
    """
    chance, since = Chance(seed), now - DAYS * DAY
    acts = [act for trouble in alone(chance, since, now) for act in acts_of(chance, trouble)]
    acts += recurring(chance, since)
    acts += planned_work(chance, since, now)
    acts += meetings(since, now)
    # Sorting keeps the order of what has the same time, as each record needs it.
    return sorted((act for act in acts if act.at <= now), key=lambda act: act.at)
