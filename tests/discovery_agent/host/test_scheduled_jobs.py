"""Which other machines scheduled jobs reach, and when."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discovery_agent.host.collector import Reading
from discovery_agent.host.collectors.scheduled_jobs import collector
from discovery_agent.host.configuration import ConfigurationFiles
from discovery_agent.host.local_system import LocalSystem
from discovery_agent.host.machine import Machine
from discovery_agent.host.remote_commands import reached
from discovery_agent.host.scheduled_jobs import in_words, read_jobs
from discovery_agent.host.shell_scripts import command_lines
from tests.discovery_agent.host.fake_root import make

SECRET = "hunter2-Zx9"  # noqa: S105 - of nobody
CRONTAB = f"""SHELL=/bin/sh
RESTIC_REPOSITORY=sftp:backup@vault:/srv/restic
# m h dom mon dow user command
30 2 * * * root  rsync -a /srv/ backup@nas1:/srv/ && echo done
@daily\tdba cd /srv && mysqldump -h db1 -p{SECRET} shop | gzip > /srv/shop-$(date +\\%F).gz
*/5 * * * * root /usr/local/bin/local-job --quiet
15 3 * * 0 root echo {SECRET} | restic backup /srv % what it reads
broken line
curl -u a:b -s -S -k ssh nas1
"""
TIMER = "[Timer]\nOnCalendar=*-*-* 04:00:00\nPersistent=true\n"
SERVICE = (
    "[Service]\nUser=web\nEnvironment=A=b\nExecStart=-/usr/bin/curl -fsS \\\n  https://u:hunter2-Zx9@hooks.example/x\n"
)


@pytest.mark.parametrize(
    ("command", "places"),
    [
        ("rsync -az -e 'ssh -p 2222' /srv/ u@nas1:/srv/", ["nas1 2222"]),
        (
            "rsync rsync://mirror.example/debian/ /srv/mirror; rsync -a nas2::module/x /y",
            ["mirror.example 873", "nas2 873"],
        ),
        ("rsync -a /a /b:c", []),
        ("rsync -a --exclude 'a:b' --chown www-data:www-data -f 'merge x:y' /x u@nas1:/y", ["nas1 22"]),
        ("cd /x && tar c . | ssh -i /root/.ssh/k -p 2200 -o BatchMode=yes u@10.0.0.9 'cat > x.tar'", ["10.0.0.9 2200"]),
        ("scp -P 2022 -q /x u@[fd00::9]:/y", ["fd00::9 2022"]),
        ("/usr/bin/flock -n /run/l nice -n 19 wget -qO- http://app1:8080/cron", ["app1 8080"]),
        (
            "curl -s -H 'Referer: https://ref.example' https://api.example/x http://localhost/health",
            ["api.example 443"],
        ),
        ("pg_dump --host=db2 -p 5433 shop", ["db2 5433"]),
        ("psql postgresql://u:p@db3/shop -c 'vacuum'", ["db3 5432"]),
        ("mysqldump -hdb4 --port=3307 shop", ["db4 3307"]),
        ("mysqldump -h 127.0.0.1 shop", []),
        ("BORG_REPO=ssh://b@vault:23/./r borg create ::x /srv", ["vault 23"]),
        ("restic -r rest:https://vault.example:8000/r backup /srv", ["vault.example 8000"]),
        ("mount -t nfs nas1:/export /mnt; mount.cifs //files/share /m", ["nas1 2049", "files 445"]),
        ("restic -r b2:bucket:path backup /x --exclude a:b; restic -r rclone:far:x backup /x", []),
        ("borg create -e a:b u@vault:/r::now /srv; borg prune repo::x", ["vault 22"]),
        ("echo 'rsync a b:c'", []),
        ("echo ssh nas1; service ssh restart; /etc/init.d/ssh restart; systemctl restart ssh nginx", []),
        ("sudo killall -q ssh backup; apt-get install ssh rsync", []),
        ("if ! pgrep ssh; then sudo -u b ssh nas1 /etc/init.d/ssh restart; fi", ["nas1 22"]),
        ("autossh -M 20000 -N u@nas1", ["nas1 22"]),
        ("rsync 'unfinished", []),
    ],
)
def test_the_machines_that_a_command_reaches(command: str, places: list[str]) -> None:
    assert [f"{entry.host} {entry.port}" for entry in reached(command, {})] == places


words = st.sampled_from(
    ["rsync", "ssh", "curl", "-h", "-p", "a@b:c", "://", "http://[", "'", "|", "$(", "restic", "-r", ":", "\x00"]
)


@given(st.lists(words | st.text(max_size=8), max_size=12).map(" ".join))
def test_no_command_is_too_odd(command: str) -> None:
    assert all(entry.host and entry.port for entry in reached(command, {}))


def test_jobs_are_read_of_crontabs_and_timers(tmp_path: Path) -> None:
    files = {
        "etc/crontab": CRONTAB,
        "etc/cron.d/backup": "0 1 * * * root\tssh nas1 true\n",
        "etc/cron.d/backup.dpkg-old": "0 1 * * * root ssh gone true\n",
        "etc/systemd/system/hook.timer": TIMER,
        "etc/systemd/system/hook.service": SERVICE,
        "var/spool/cron/crontabs/root": "0 5 * * * scp /x nas2:/y\n",
        "var/spool/cron/crontabs/eva": "0 6 * * * ssh nas3 true\n",
        "var/spool/cron/bob": "0 7 * * * ssh nas4 true\n",
    }
    jobs = read_jobs(ConfigurationFiles(make(tmp_path, files)))

    told = [
        (job.user, in_words(job.schedule), [entry.host for entry in reached(job.command, dict(job.environment))])
        for job in jobs
    ]
    assert told == [
        ("root", "only at 02:30 (30 2 * * *)", ["nas1"]),
        ("dba", "only at @daily", ["db1"]),
        ("root", "only at */5 * * * *", []),
        ("root", "only at 03:15 (15 3 * * 0)", ["vault"]),
        ("root", "only at 01:00 (0 1 * * *)", ["nas1"]),
        ("eva", "only at 06:00 (0 6 * * *)", ["nas3"]),
        ("root", "only at 05:00 (0 5 * * *)", ["nas2"]),
        ("bob", "only at 07:00 (0 7 * * *)", ["nas4"]),
        ("web", "only at *-*-* 04:00:00", ["hooks.example"]),
    ]


def test_only_jobs_that_reach_other_machines_are_kept_and_none_of_their_secrets(tmp_path: Path) -> None:
    files = {
        "etc/crontab": CRONTAB,
        "etc/hosts": "10.0.0.5 nas1 db1",
        "etc/systemd/system/hook.timer": TIMER,
        "etc/systemd/system/hook.service": SERVICE,
    }
    reading = collector.read(Machine(make(tmp_path, files)))

    assert isinstance(reading, Reading)
    assert [job["targets"][0]["host"] for job in reading.facts] == ["nas1", "db1", "vault", "hooks.example"]
    assert [job["targets"][0]["addresses"] for job in reading.facts] == [["10.0.0.5"], ["10.0.0.5"], [], []]
    assert SECRET not in repr(reading)
    assert not isinstance(collector.read(Machine(make(tmp_path, {}), reads_configuration=False)), Reading)


SCRIPT = f"""#!/bin/bash -e
# scp /srv nobody:/x
HOST=vault
export TO="backup@${{HOST}}:/srv" PASSWORD={SECRET}
DEST="backup@$HOST"
. /etc/backup.conf
cat <<EOF
use: ssh somebody@help
EOF
if [ -n "$X" ]; then rsync -a --password-file=/x \\
    /srv/ "$DEST":/srv/; fi
mysqldump -h "$DB_HOST" -p{SECRET} shop | ssh "$UNKNOWN" cat
curl -u a:{SECRET} https://${{HOOKS:-hooks.example}}/done
"""


def told_by(root: Path, files: dict[str, str]) -> list[str]:
    reading = collector.read(Machine(make(root, files)))
    assert isinstance(reading, Reading)
    assert SECRET not in repr(reading)
    return [f"{job['user']} {job['schedule']}: {' '.join(t['host'] for t in job['targets'])}" for job in reading.facts]


def test_the_scripts_that_jobs_start_tell_what_they_reach(tmp_path: Path) -> None:
    files = {
        "etc/cron.daily/backup": SCRIPT,
        "etc/cron.daily/backup.dpkg-old": SCRIPT,
        "etc/cron.weekly/other": "#!/usr/bin/perl\nssh gone\n",
        "etc/cron.hourly/scanned": "ssh nas5 true\n",
        "etc/backup.conf": "DB_HOST='db9'\n",
        "etc/crontab": "0 1 * * * root test -x /opt/x && /opt/bin/send.sh --now\n",
        "opt/bin/send.sh": "#!/usr/bin/env bash\nscp /x nas6:/y\n",
        "var/spool/cron/crontabs/eva": "0 6 * * * /root/of-root.sh\n",
        "root/of-root.sh": "#!/bin/sh\nssh secret-host true\n",
    }

    assert told_by(tmp_path, files) == [
        "root @hourly: nas5",
        "root @daily: vault db9 hooks.example",
        "root 0 1 * * *: nas6",
    ]


def test_a_service_of_a_timer_may_lie_elsewhere_and_have_its_words_in_a_file(tmp_path: Path) -> None:
    files = {
        "etc/systemd/system/restic.timer": TIMER,
        "usr/lib/systemd/system/restic.service": "[Service]\nEnvironment=RESTIC_REPOSITORY=sftp:b@old:/r\n"
        "EnvironmentFile=-/etc/restic.env\nExecStartPre=/usr/bin/mount nas7:/x /mnt\nExecStart=restic backup /srv\n",
        "etc/restic.env": f"RESTIC_PASSWORD={SECRET}\nRESTIC_REPOSITORY=sftp:b@vault:/r\n",
    }

    assert told_by(tmp_path, files) == ["root *-*-* 04:00:00: nas7", "root *-*-* 04:00:00: vault"]


@given(
    st.lists(
        st.sampled_from(["A=$A$A", 'A="$B', "B='x'", "<<E", "E", "ssh $A", "\\", ". /x", "${A:-${B}}", "#"])
        | st.text(max_size=8)
    ).map("\n".join)
)
def test_no_script_is_too_odd(script: str) -> None:
    files = ConfigurationFiles(LocalSystem("/nowhere"))

    assert all(len(line) < 1 << 20 for line, _ in command_lines(script, {"A": "x" * 200}, files))
