"""Texts of /etc, /proc and /sys about the machine as a whole."""

from discovery_agent.ssh.part import Part

_DMI = ("sys_vendor", "product_name", "chassis_asset_tag", "bios_version", "board_asset_tag", "chassis_type")
_PROCESSOR = "processor|physical id|core id|model name|vendor_id|cpu cores|CPU implementer|CPU part|cpu"

part = Part(
    "machine_files",
    files=(
        "/etc/hosts",
        "/etc/resolv.conf",
        "/run/systemd/resolve/resolv.conf",
        "/etc/os-release",
        "/usr/lib/os-release",
        "/etc/machine-id",
        "/etc/timezone",
        "/var/lib/cloud/data/instance-id",
        "/run/systemd/container",
        "sys/kernel/osrelease",
        "sys/net/ipv4/ip_forward",
        "sys/net/ipv6/conf/all/forwarding",
        "xen/capabilities",
        "/sys/hypervisor/type",
        "/sys/devices/system/cpu/online",
        "/sys/devices/system/cpu/cpu0/cpufreq/base_frequency",
        *(f"/sys/class/dmi/id/{name}" for name in _DMI),
    ),
    lines={"cpuinfo": f"^({_PROCESSOR})[[:space:]]*:|^flags.* hypervisor", "meminfo": "^MemTotal:"},
    links=("/etc/localtime", "/proc/self/ns/pid", "/proc/self/ns/net"),
    marks=("/.dockerenv", "/run/.containerenv"),
)
