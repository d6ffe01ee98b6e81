"""The byte order of a machine, in which /proc/net writes addresses; asked where its architecture leaves it open."""

from discovery_agent.ssh.part import Part
from discovery_agent.ssh.readings import Readings

_LITTLE = "*\\ x86_64|*\\ i?86|*\\ aarch64|*\\ armv*l|*\\ riscv64|*\\ ppc64le|*\\ loongarch64"
_DATA, _BIG = 5, 2  # EI_DATA, ELFDATA2MSB of elf(5)


def absorb(output: bytes, readings: Readings) -> None:
    """The first bytes of a program."""
    if output.startswith(b"\x7fELF") and output[_DATA : _DATA + 1] == bytes((_BIG,)):
        readings.byte_order = "big"


part = Part("byte_order", command=f"case $K in {_LITTLE}) ;; *) t head -c 6 /bin/sh;; esac", absorb=absorb)
