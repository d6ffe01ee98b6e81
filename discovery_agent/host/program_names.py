"""What a program is called, and which processes are no programs."""

import re

from discovery_agent.host.activity import Process

INIT_NAMES = frozenset(("init", "systemd", "runit", "s6-svscan", "openrc-init"))
SHELLS = frozenset(("sh", "bash", "dash", "zsh", "ksh", "mksh", "fish", "csh", "tcsh", "ash", "busybox"))
LOGINS = frozenset(("agetty", "getty", "login", "sulogin", "(sd-pam)", "sshd-session"))
PASSING = frozenset(
    (
        *("sleep", "ps", "top", "htop", "cat", "tail", "head", "less", "more", "grep", "awk", "gawk", "mawk", "sed"),
        *("find", "xargs", "tee", "watch", "timeout", "nohup", "setsid", "env", "sudo", "su", "doas", "runuser"),
        *("setpriv", "tmux", "screen", "script", "vi", "vim", "nano", "ssh", "scp", "sftp", "sftp-server", "man"),
        *("git", "systemctl", "journalctl", "tini", "dumb-init", "docker-init", "catatonit", "curl", "wget", "lsof"),
        *("time", "strace", "perf", "apt", "apt-get", "dpkg", "rpm", "dnf", "yum", "unattended-upgr", "ssh-agent"),
        *("pause", "conmon", "containerd-shim", "containerd-shim-runc-v1", "containerd-shim-runc-v2"),
    ),
)
# They stand between the machine and a container: their sockets are its program's.
_RELAYS = frozenset(
    ("docker-proxy", "rootlessport", "rootlessport-child", "rootlesskit", "slirp4netns", "pasta", "passt")
)
_INTERPRETER = re.compile(r"^(?:python|perl|ruby|node|nodejs|php|lua|java|Rscript|dotnet|guile|tclsh|beam\.smp)[\d.]*$")
_CONTINUED = re.compile(r"multiprocessing[.]|--multiprocessing-fork|resource_tracker")
_IN_MEMORY = "/memfd:"  # an executable without a path, under a name of its own at each start
_WITH_VALUE = frozenset(
    ("-cp", "-classpath", "--class-path", "-W", "-X", "-I", "-r", "--require", "-p", "--module-path", "-e", "-c")
)


def executable_of(process: Process) -> str:
    """The path of the executable, or the best that is known of it."""
    first = process["arguments"][0] if process["arguments"] else ""
    executable = process["executable"]
    if executable and not executable.startswith(_IN_MEMORY):
        return executable
    is_path = first and " " not in first and (executable or first.startswith("/"))
    return first if is_path else process["name"]


def base_name(process: Process) -> str:
    """The last part of the executable's path."""
    return executable_of(process).rpartition("/")[2]


def is_in_memory(process: Process) -> bool:
    """Whether its executable is no file, so that it is called as it likes."""
    return (process["executable"] or "").startswith(_IN_MEMORY)


def is_interpreter(process: Process) -> bool:
    """Whether the executable says nothing about the program."""
    return bool(_INTERPRETER.match(base_name(process)))


def is_passing(process: Process) -> bool:
    """Whether it is a shell, a login or a tool that is gone soon, and no program of its own."""
    names = {base_name(process), process["name"]}
    return bool(names & SHELLS or names & LOGINS or names & PASSING)


def is_relay(process: Process) -> bool:
    """Whether it only passes on what reaches a container or leaves one; as the executable says, else the name."""
    return base_name(process).removesuffix(".avx2") in _RELAYS


def is_init(process: Process) -> bool:
    """Whether it is the first process of an operating system."""
    first = (process["arguments"] or [""])[0].rpartition("/")[2]
    return process["pid"] == 1 and bool({first, process["name"], base_name(process)} & (INIT_NAMES | SHELLS))


def continues(child: Process, parent: Process) -> bool:
    """Whether a child process is a worker of the same program as its parent."""
    if executable_of(child) != executable_of(parent):
        return False
    if not is_interpreter(child) or child["arguments"] == parent["arguments"]:
        return True
    text = " ".join(child["arguments"])
    return bool(_CONTINUED.search(text)) or (len(child["arguments"]) == 1 and " " in text)


def script_name(arguments: list[str]) -> str | None:
    """What an interpreter runs: the script's or jar's file name without suffix, the module or main class."""
    skipped = False
    for place, argument in enumerate(arguments[1:], start=1):
        if skipped:
            skipped = False
        elif argument in ("-m", "-jar") and place + 1 < len(arguments):
            return _stem(arguments[place + 1])
        elif argument in _WITH_VALUE:
            skipped = True
        elif not argument.startswith("-"):
            return _stem(argument)
    return None


def _stem(text: str) -> str | None:
    name = text.rstrip("/").rpartition("/")[2]
    stem, dot, suffix = name.rpartition(".")
    return (
        stem
        if dot and stem and suffix in ("py", "js", "mjs", "pl", "rb", "php", "jar", "lua", "dll", "war", "sh")
        else name
    ) or None
