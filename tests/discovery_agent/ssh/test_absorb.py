"""What a machine prints is hostile: every output becomes a report, and no frame says anything for another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discovery_agent.ssh.absorb import readings_of
from discovery_agent.ssh.masking import with_other_addresses
from discovery_agent.ssh.recorded_system import RecordedSystem
from discovery_agent.ssh.recording import Recording, RecordingError, decode_recording
from discovery_agent.ssh.report import report_of
from discovery_agent.ssh.script import parts
from graph_schema.report import encode
from tests.discovery_agent.ssh.printed import OBSERVED_AT, made_of, record_here

NAMES = [part.name for part in parts()]
MARK = made_of().mark
# Pieces that the parsers look for, so that chance comes to their branches.
PIECES = st.sampled_from(
    [
        *(f"{MARK} + {name}\n".encode() for name in NAMES),
        f"\n{MARK} = 0\n".encode(),
        f"\n{MARK} = 124\n".encode(),
        b"\0",
        b"\n",
        b"0\n",
        b"Linux host 6.1 x86_64\n0 77\n",
        b"FreeBSD host 13.2 amd64\n1 77\n",
        b"hw.ncpu: 4\n",
        b"igb0: flags=8863<UP,RUNNING> mtu 1500\n\tether 0c:c4:7a:00:00:01\n\tinet 10.0.0.5 netmask 0xffffffff0\n",
        b"  811     1     0 root     -      /usr/sbin/sshd\n",
        b"root sshd 811 3 tcp6 *:22 *:*\n",
        b"/dev/ada0p2 on / (ufs, local)\n",
        b"nginx\t1.24.0\tamd64\n",
        b"1/stat:1 (a b) S 0 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 5 0\n",
        b"1/cmdline:/sbin/init\0-x\n",
        b"1/status:Uid:\t0\t0\t0\t0\n",
        b"1/fd/3\0socket:[5]1/fd/3\0",
        b"1/exe\0/bin/x1/exe\0",
        b"lrwx 1 0 0 9 Jan 1 00:00 1/fd/3 -> socket:[5]\n",
        b"/proc/net/tcp:h\n/proc/net/tcp:   0: 0100007F:1F90 00000000:0000 0A 0:0 0:0 0 0 0 5 1\n",
        b"/sys/class/net/eth0/type:1\n",
        b"/sys/class/block/sda/size:99999999999999999999\n",
        b"/sys/devices/system/cpu/online:0-9999999\n",
        b"2: eth0@if3: <UP> mtu 1500 link/ether aa:bb:cc:dd:ee:ff link-netnsid 0\n",
        b"2: eth0 inet 10.0.0.1/24 scope global eth0\\\n",
        b"2: eth0 inet6 ::ffff:1/999 scope\n",
        b"/proc/self/mountinfo:1 0 8:1 / / rw - ext4 /dev/sda1 rw\n",
        b"99 4096 /\n",
        b"Package: x\nStatus: install ok installed\nVersion: 1:2-3\n\n",
        b"root:x:0\n",
        b"processor\t: 0\nmodel name\t: \xff\n",
    ]
)
TABLE = b"net/tcp:h\nnet/tcp:   0: 0500A8C0:0016 0900A8C0:C350 01 0:0 0:0 0 0 0 5 1\n"
OUTPUT = st.lists(st.one_of(PIECES, st.binary(max_size=40)), max_size=25).map(b"".join)


@given(OUTPUT, OUTPUT)
def test_whatever_is_printed_becomes_a_report(output: bytes, complaints: bytes) -> None:
    scanned = report_of(Recording("10.0.0.1", OBSERVED_AT, MARK, output, complaints), "ssh:x/10.0.0.1", "x")

    assert encode(scanned.report)
    assert len(scanned.report.sections) > 5


@given(st.lists(st.tuples(st.sampled_from(NAMES), OUTPUT.filter(lambda output: MARK.encode() not in output))))
def test_frames_come_back_as_they_were_printed(frames: list[tuple[str, bytes]]) -> None:
    found = [(frame.name, frame.output) for frame in made_of(*frames).frames()]

    assert found == frames


@given(st.binary(max_size=300))
def test_no_file_but_a_recording_is_read_as_one(content: bytes) -> None:
    with pytest.raises(RecordingError):
        decode_recording(content, "x")


def test_arguments_that_look_like_another_file_stay_arguments() -> None:
    forged = b"7/stat:7 (a) S 1 7 7 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 5 0\n7/cmdline:x\n7/cmdline:1/cmdline:/sbin/init\0"

    readings = readings_of(made_of(("processes", forged)))

    assert readings.processes == {7}
    assert readings.files["/proc/7/cmdline"] == b"x\n1/cmdline:/sbin/init\0"


def process(pid: int, parent: int) -> bytes:
    fields = b"S %d 1 1 0 -1 0 0 0 0 0 0 0 0 0 0 0 0 0 5 0" % parent
    return b"%d/stat:%d (app) %s\n%d/cgroup:0::/\n%d/cmdline:/opt/app\n" % (pid, pid, fields, pid, pid)


@pytest.mark.parametrize("offset", [1, -1], ids=["each the parent of the one before", "of the one after"])
def test_processes_without_end_and_in_a_circle_hold_up_nobody(offset: int) -> None:
    count = 20_000
    listed = b"".join(process(pid, (pid + offset) % count) for pid in range(count))
    own = (("kernel", b"Linux h 6.1 x86_64\n0 7\n"), ("processes", listed), ("end", b""))

    report = report_of(made_of(*own), "ssh:x/10.0.0.1", "x").report

    assert {section.name for section in report.sections if section.outcome == "failed"} <= {
        "programs",
        "endpoints",
        "connections",
    }


def test_ten_thousand_interfaces_are_read() -> None:
    told = "".join(f"{n}: eth{n}: <UP,LOWER_UP> mtu 1500\n    inet 10.0.{n >> 8}.{n & 255}/24\n" for n in range(10_000))

    readings = readings_of(made_of(("network", told.encode())))

    assert len(readings.interfaces) == len(readings.addresses) == 10_000


@pytest.mark.parametrize(("listed", "outcome"), [((1, 7), "complete"), ((7,), "partial")])
def test_sudo_completes_nothing_where_others_are_not_even_listed(listed: tuple[int, ...], outcome: str) -> None:
    processes = b"".join(process(pid, 0) for pid in listed)
    sudo = ("privileged", b"0\n1/exe\0/sbin/init1/exe\0\n")
    scanned = report_of(
        made_of(("kernel", b"Linux h 6.1 x86_64\n1000 7\n"), sudo, ("processes", processes), ("end", b"")),
        "ssh:x/y",
        "x",
    )

    programs = next(section for section in scanned.report.sections if section.name == "programs")
    assert programs.outcome == outcome
    assert outcome == "complete" or "gid=" in (programs.reason or "")


def test_a_script_that_was_cut_off_completes_nothing() -> None:
    whole = record_here()
    cut = Recording(whole.address, whole.observed_at, whole.mark, whole.output[: len(whole.output) // 2])

    report = report_of(cut, "ssh:x/10.0.0.1", "x").report

    assert {section.outcome for section in report.sections} <= {"partial", "failed"}
    assert all("did not come to its end" in (s.reason or "") for s in report.sections if s.outcome == "partial")


def test_a_recording_with_other_addresses_is_understood_as_before() -> None:
    recording = made_of(
        ("kernel", b"Linux h 6.1 x86_64\n0 7\n"),
        (
            "files",
            b"net/tcp:h\nnet/tcp:   0: 0500A8C0:0016 0900A8C0:C350 01 0:0 0:0 0 0 0 5 1\n/etc/hosts:192.168.0.5 h\n",
        ),
        (
            "network",
            b"2: eth0: <UP,LOWER_UP> mtu 1500\n    link/ether 52:54:00:aa:bb:cc brd ff\n    inet 192.168.0.5/24\n",
        ),
        ("dpkg", b"Package: x\nStatus: install ok installed\nVersion: 10.20.30.40\n\n"),
        ("sockets", b"ESTAB 0 0 [::ffff:192.168.0.5]:22 [::ffff:192.168.0.7]:50001 ino:5 sk:1 <->\n"),
        ("end", b""),
    )

    masked = with_other_addresses(recording, b"k" * 32)

    for secret in (b"192.168.0", b"00A8C0", b"52:54:00:aa:bb:cc"):
        assert secret in recording.output
        assert secret not in masked.output
    before, after = readings_of(recording), readings_of(masked)
    told, socket = RecordedSystem(after).sockets()
    assert told["address"] == socket["address"] == after.addresses[0].address
    assert after.addresses[0].address == after.files["/etc/hosts"].split()[0].decode()
    assert socket["address"].rpartition(".")[0] == (socket["remote_address"] or "").rpartition(".")[0]
    assert after.interfaces[0].hardware_address.startswith("52:54:00:")
    assert after.files["/var/lib/dpkg/status"] == before.files["/var/lib/dpkg/status"]
    assert masked.address == "masked"


@pytest.mark.parametrize(("mark", "address"), [(b"\1", "5.0.168.192"), (b"\2", "192.168.0.5")])
def test_sockets_are_read_in_the_byte_order_of_their_machine(mark: bytes, address: str) -> None:
    table = TABLE.replace(b"0500A8C0", b"C0A80005")

    readings = readings_of(made_of(("files", table), ("byte_order", b"\x7fELF\1" + mark)))

    assert RecordedSystem(readings).sockets()[0]["address"] == address


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (b"124", "the commands for rpm did not end in their time"),
        (b"127", "the commands for rpm failed (exit code 127)"),
        (b"1", "the commands for rpm failed (exit code 1)"),
    ],
)
def test_a_command_that_hung_or_failed_is_a_gap(status: bytes, reason: str) -> None:
    output = made_of(("kernel", b"Linux h 6.1 x86_64\n0 7\n"), ("rpm", b""), ("end", b""))
    hung = output.output.replace(b"+ rpm\n\n" + MARK.encode() + b" = 0", b"+ rpm\n\n" + MARK.encode() + b" = " + status)

    scanned = report_of(Recording("10.0.0.1", OBSERVED_AT, MARK, hung), "ssh:x/10.0.0.1", "x")

    assert reason in scanned.gaps
    assert {section.outcome for section in scanned.report.sections} <= {"partial", "failed"}


@pytest.mark.parametrize(
    "complaint",
    [
        b"grep: /sys/x: Permission denied\n",
        b"ls: cannot access '/sys/x': Permission denied\n",
        b"cat: can't open '/sys/x': Permission denied\n",
        b"ls: /sys/x: cannot read link: Permission denied\n",
        b"stat: cannot read file system information for '/sys/x': Permission denied\n",
    ],
)
def test_a_complaint_names_what_is_not_permitted(complaint: bytes) -> None:
    system = RecordedSystem(readings_of(made_of(complaints=complaint)))

    with pytest.raises(PermissionError):
        system.read_bytes("/sys/x")
    assert system.read_bytes("/sys/y") is None


@pytest.mark.parametrize(
    ("complaint", "reason"),
    [
        (b"sudo: a password is required\n", "a password is required"),
        (b"sudo: sorry, you must have a tty to run sudo\n", "sorry, you must have a tty to run sudo"),
        (b"Sorry, try again.\nsudo: no password was provided\n", "sudo does not accept the password"),
        (b"", None),
    ],
)
def test_what_sudo_said_is_kept(complaint: bytes, reason: str | None) -> None:
    assert readings_of(made_of(complaints=complaint)).privilege_refused == reason
