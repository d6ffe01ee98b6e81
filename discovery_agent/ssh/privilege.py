"""A command that runs as root where the account may, and else as the account itself."""

# Without quotes in them, so that a rule of sudo stays readable; with a path of its own, as not every sudo sets one.
PATH = "PATH=/usr/sbin:/usr/bin:/sbin:/bin"


def with_privilege(setting: str) -> str:
    """The part of the script that runs the command which `setting` puts into the variable c.

    A refused sudo answers 1 and the command 0: then it runs without privilege, for what the account itself may see. A
    password that was refused once is not tried again: each refusal counts against the account.
    """
    return f"""{setting}
case $S in
sudo) s sudo -n -- /bin/sh -c "$c";;
password) printf '%s\\n' "$W" | s sudo -S -p '' -- /bin/sh -c "$c";;
doas) s doas -n /bin/sh -c "$c";;
*) x 1;;
esac
r=$?
if [ $r = 1 ]; then [ $S != password ] || S=none; s /bin/sh -c "$c"; else x $r; fi"""
