"""Texts of /etc, /proc and /sys about the machine as a whole."""

from discovery_agent.ssh.part import Part, absorb_files, absorb_links, absorb_present, show_links
from discovery_agent.ssh.readings import Readings

_FILES = (
    "/etc/hosts /etc/os-release /usr/lib/os-release /etc/machine-id /etc/timezone /var/lib/cloud/data/instance-id"
    " /proc/meminfo /sys/devices/system/cpu/online /sys/devices/system/cpu/cpu0/cpufreq/base_frequency"
    " /proc/sys/kernel/osrelease /proc/self/mountinfo /run/systemd/container /sys/hypervisor/type"
    " /proc/xen/capabilities /proc/net/tcp /proc/net/tcp6 /proc/net/udp /proc/net/udp6"
    " /proc/sys/net/ipv4/ip_local_port_range"
    " /sys/class/dmi/id/sys_vendor /sys/class/dmi/id/product_name /sys/class/dmi/id/chassis_asset_tag"
    " /sys/class/dmi/id/bios_version /sys/class/dmi/id/board_asset_tag /sys/class/dmi/id/chassis_type"
)
_MARKS = "/.dockerenv /run/.containerenv"
_FOLDERS = "/var/lib/dpkg/status /var/lib/dpkg/status.d /lib/apk/db/installed /usr/lib/apk/db/installed"
_PROCESSOR = "processor|physical id|core id|model name|vendor_id|cpu cores|CPU implementer|CPU part|cpu"


def absorb_processors(output: bytes, readings: Readings) -> None:
    """The lines of cpuinfo that are interpreted."""
    readings.files["/proc/cpuinfo"] = output


files = Part("files", f"t grep -aH ^ {_FILES}", absorb_files)
present = Part("present", f"t ls -d {_MARKS} {_FOLDERS} 2>/dev/null", absorb_present)
processors = Part(
    "processors",
    f"t grep -aE '^({_PROCESSOR})[[:space:]]*:' /proc/cpuinfo; t grep -am1 ^flags /proc/cpuinfo",
    absorb_processors,
)
links = Part("machine_links", show_links("/etc/localtime /proc/self/ns/pid /proc/self/ns/net"), absorb_links)
