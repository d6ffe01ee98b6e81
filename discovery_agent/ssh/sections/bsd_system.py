"""What BSD tells of its machine, put where Linux has it: sysctl(8), and the firmware's words in kenv(1)."""

import re

from discovery_agent.ssh.bsd import BSD
from discovery_agent.ssh.part import Part
from discovery_agent.ssh.readings import Readings

_NAMES = (
    "hw.physmem hw.physmem64 hw.ncpu hw.ncpuonline hw.vendor hw.product hw.serialno hw.uuid security.jail.jailed"
    " machdep.dmi net.inet.ip.portrange.first net.inet.ip.portrange.last net.inet.ip.porthifirst net.inet.ip.porthilast"
)
_PAIR = re.compile(r"^([\w.\-]+) ?[:=] ?\"?(.*?)\"?$")
_FIRMWARE = {
    "sys_vendor": ("smbios.system.maker", "hw.vendor", "machdep.dmi.system-vendor"),
    "product_name": ("smbios.system.product", "hw.product", "machdep.dmi.system-product"),
    "product_serial": ("smbios.system.serial", "hw.serialno", "machdep.dmi.system-serial"),
    "product_uuid": ("smbios.system.uuid", "hw.uuid", "machdep.dmi.system-uuid"),
    "chassis_asset_tag": ("smbios.chassis.tag",),
    "bios_version": ("smbios.bios.version", "machdep.dmi.bios-version"),
}
_MEMORY = ("hw.physmem64", "hw.physmem")
_PROCESSORS = ("hw.ncpuonline", "hw.ncpu")
_PORTS = (
    ("net.inet.ip.portrange.first", "net.inet.ip.porthifirst"),
    ("net.inet.ip.portrange.last", "net.inet.ip.porthilast"),
)
_KIBIBYTE = 1024


def absorb(output: bytes, readings: Readings) -> None:
    """Names and values, separated as each BSD likes it."""
    lines = output.decode("utf-8", "replace").splitlines()
    known = {found[1]: found[2].strip() for line in lines if (found := _PAIR.match(line))}
    for name, keys in _FIRMWARE.items():
        if value := _first(known, keys):
            readings.files[f"/sys/class/dmi/id/{name}"] = value.encode()
    memory, processors = _number(known, _MEMORY), _number(known, _PROCESSORS)
    if memory:
        readings.files["/proc/meminfo"] = b"MemTotal: %d kB" % (memory // _KIBIBYTE)
    if processors:
        readings.files["/sys/devices/system/cpu/online"] = b"0-%d" % (processors - 1)
    low, high = (_number(known, keys) for keys in _PORTS)
    if low and high:
        readings.files["/proc/sys/net/ipv4/ip_local_port_range"] = b"%d %d" % (low, high)
    if known.get("security.jail.jailed") == "1":
        readings.files["/run/systemd/container"] = b"jail"
    told = f"NAME={readings.system}\nVERSION_ID={readings.kernel.release.partition('-')[0]}\n"
    readings.files.setdefault("/etc/os-release", told.encode())


def _first(known: dict[str, str], keys: tuple[str, ...]) -> str | None:
    return next((known[key] for key in keys if known.get(key)), None)


def _number(known: dict[str, str], keys: tuple[str, ...]) -> int | None:
    """The first that is one; 32 bits that are too few are told as less than nothing."""
    return next((int(known[key]) for key in keys if known.get(key, "").isdecimal()), None)


part = Part(
    "bsd_system",
    files=("/etc/hosts", "/etc/os-release", "/etc/resolv.conf"),
    links=("/etc/localtime",),
    command=f"t sysctl {_NAMES}; ! command -v kenv >/dev/null || t kenv",
    absorb=absorb,
    systems=BSD,
)
