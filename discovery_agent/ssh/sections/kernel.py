"""The kernel's name, and as whom the script runs."""

from discovery_agent.host.system import KernelName
from discovery_agent.ssh.part import Part
from discovery_agent.ssh.readings import Readings

_WORDS = 4


def absorb(output: bytes, readings: Readings) -> None:
    """The words of `uname -snrm`, then user and process id."""
    first, _, second = output.decode("utf-8", "replace").partition("\n")
    words, numbers = first.split(), second.split()
    if len(words) >= _WORDS:
        readings.system, readings.kernel = words[0], KernelName(words[1], " ".join(words[2:-1]), words[-1])
    if len(numbers) == 2 and all(number.isdecimal() for number in numbers):  # noqa: PLR2004 - user and process
        readings.user_number, readings.own_process = map(int, numbers)
        readings.is_privileged = readings.user_number == 0


part = Part("kernel", command='echo "$K"; echo "$U $$"', absorb=absorb, systems=())
