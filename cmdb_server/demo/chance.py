"""Values that look drawn by chance but depend on the seed and a name only, so that a new part changes no other."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")

_SERIAL_LETTERS = "0123456789BCDFGHJKLMNPQRSTVWXYZ"


@dataclass(frozen=True)
class Chance:
    """A source of values for one seed."""

    seed: int

    def number(self, key: str, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int.from_bytes(self._digest(key, 8)) % (high - low + 1)

    def pick(self, key: str, options: Sequence[T]) -> T:
        """One of the options."""
        return options[self.number(key, 0, len(options) - 1)]

    def serial_number(self, key: str, prefix: str = "", length: int = 8) -> str:
        """A serial number as makers print them: a prefix and letters that nobody confuses."""
        digest = self._digest(f"serial:{key}", length)
        return prefix + "".join(_SERIAL_LETTERS[byte % len(_SERIAL_LETTERS)] for byte in digest)

    def mac_address(self, key: str) -> str:
        """A locally administered unicast hardware address."""
        return ":".join(f"{byte:02x}" for byte in (0x02, *self._digest(f"mac:{key}", 5)))

    def system_uuid(self, key: str) -> str:
        """A platform UUID."""
        return str(uuid.UUID(bytes=self._digest(f"uuid:{key}", 16), version=4))

    def machine_id(self, key: str) -> str:
        """A machine-id(5)."""
        return self._digest(f"machine:{key}", 16).hex()

    def _digest(self, key: str, size: int) -> bytes:
        return blake2b(f"{self.seed}:{key}".encode(), digest_size=size).digest()
