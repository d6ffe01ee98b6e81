"""Writes the story into the graph, once; where it is stopped, the next start goes on with it."""

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from cmdb_server.demo.story.acts import Act
from cmdb_server.demo.story.agreements import agree
from cmdb_server.demo.story.people import create_people
from cmdb_server.demo.story.playing import Player
from cmdb_server.demo.story.telling import told
from cmdb_server.demo.story.turns import take_turns
from cmdb_server.graph_store.queries import demo as queries
from cmdb_server.services import Services

_NUMBERS = msgspec.json.Decoder(dict[str, str])
_BETWEEN_LOOKS = 100  # acts


def write_story(services: Services, stopping: threading.Event, story: Callable[[int], Sequence[Act]] = told) -> int:
    """Do what is still to be done of the story; how many records it has opened by now.

    `story` tells what happened until the time at which it was written first. A server that was killed while it wrote
    does not go on: what it had done last is not known.
    """
    progress = _Progress(services)
    if progress.is_told:
        return 0
    create_people(services)
    agree(services)
    take_turns(services, progress.at)
    acts, player = story(progress.at)[progress.done :], Player(services)
    player.numbers |= progress.numbers
    progress.save(progress.done, player.numbers, is_told=True)
    done = progress.done
    for act in acts:
        if stopping.is_set():
            break
        player.play(act)
        done += 1
        if done % _BETWEEN_LOOKS == 0:
            services.records.look_again()
    services.records.look_again()
    progress.save(done, player.numbers, is_told=done - progress.done == len(acts))
    return len(player.numbers)


class _Progress:
    def __init__(self, services: Services) -> None:
        self._store = services.store
        rows = self._store.read(lambda tx: tx.run(queries.PROGRESS))
        row: dict[str, Any] = (
            rows[0] if rows else {"at": services.clock(), "done": 0, "numbers": "{}", "is_told": False}
        )
        self.at, self.done, self.is_told = int(row["at"]), int(row["done"]), bool(row["is_told"])
        self.numbers = _NUMBERS.decode(row["numbers"])

    def save(self, done: int, numbers: Mapping[str, str], *, is_told: bool) -> None:
        kept = {"at": self.at, "done": done, "numbers": msgspec.json.encode(numbers).decode(), "is_told": is_told}
        self._store.write(lambda tx: tx.run(queries.SAVE_PROGRESS, **kept))
