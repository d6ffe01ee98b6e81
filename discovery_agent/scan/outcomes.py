"""What an attempt can come to: a closed table that says what happened, why, and what to do next.

The page of failures groups by it, and "why not?" answers from it. An attempt's `detail` holds what is particular to it.
"""

from typing import NamedTuple


class AttemptOutcome(NamedTuple):
    """One entry. `is_success` where the method did what it is there for; `is_answer` where anybody answered at all.

    What `is_credential` counts against the credential: whatever guards accounts from being locked out counts these, as
    many as `refusals`.
    """

    name: str
    happened: str
    cause: str
    next_step: str
    is_success: bool = False
    is_answer: bool = True
    is_credential: bool = False
    refusals: int = 1


def _nobody(name: str, happened: str, cause: str, next_step: str) -> AttemptOutcome:
    """Nobody answered."""
    return AttemptOutcome(name, happened, cause, next_step, is_answer=False)


ANSWERED = AttemptOutcome(
    "answered", "It answered.", "Something is at this address.", "Nothing is to be done.", is_success=True
)
INVENTORIED = AttemptOutcome(
    "inventoried",
    "The device was read to its end.",
    "The credential works and the device told everything it was asked for.",
    "Nothing is to be done.",
    is_success=True,
)
PARTIAL = AttemptOutcome(
    "partial",
    "The device was read, with gaps.",
    "It stopped answering, refused a part, or told more than is taken; the detail says what is missing.",
    "Read the detail; what is missing keeps the value that it had.",
    is_success=True,
)
SAME_DEVICE = AttemptOutcome(
    "same_device",
    "The device was read at another of its addresses.",
    "It has several addresses and is the same at each of them.",
    "Nothing is to be done.",
    is_success=True,
)
SILENT = _nobody(
    "silent",
    "Nothing came back in time.",
    "Nobody uses the address, the device is off, or a filter drops what is sent to it.",
    "Where a device is known to be there, let the collector through its filters, or use a collector closer to it.",
)
UNREACHABLE = _nobody(
    "unreachable",
    "A router or this machine said that there is no way.",
    "No route leads there, or the last router knows nobody by this address.",
    "Correct the routes of the collector, or use a collector of that network.",
)
PROHIBITED = _nobody(
    "prohibited",
    "A filter said that it does not let this through.",
    "A firewall between collector and device rejects the method.",
    "Allow the collector's address in the firewall that the detail names.",
)
REFUSED = AttemptOutcome(
    "refused",
    "The device said that nothing listens there.",
    "The service is not running, or listens on another port or address.",
    "Switch the service on at the device, or give its port in the scan's definition.",
)
NOT_POSSIBLE = _nobody(
    "not_possible",
    "The collector cannot do this.",
    "The operating system does not permit it, a library is missing, or the device is not on its own segment.",
    "Do what the detail says at the collector, or go without this method.",
)
NO_CREDENTIAL = _nobody(
    "no_credential",
    "There was nothing to try.",
    "No credential of this kind covers the address.",
    "Add a credential, or widen the networks of one that there is.",
)
LOCKED = _nobody(
    "locked",
    "The credential was not tried.",
    "It failed so often that another attempt might lock the account.",
    "Correct the credential, which lifts the guard, or lift it by hand.",
)
SNMP_SILENT = _nobody(
    "snmp_silent",
    "The device did not answer SNMP.",
    "A device does not answer a wrong community; or SNMP is off there, or filtered on the way.",
    "Check the community and the list of addresses that may ask at the device, then UDP port 161 on the way.",
)
ANSWERED_ELSEWHERE = AttemptOutcome(
    "answered_elsewhere",
    "The answer came from another address or port than was asked; it was not believed.",
    "The device has several addresses and sends from the one its way back leads through, or somebody else answers.",
    "Where the detail names an address of the device, scan that one; or let its agent send from where it is asked.",
)
WRONG_CREDENTIAL = AttemptOutcome(
    "wrong_credential",
    "The device refused the credential.",
    "It does not know the user, or the password, key or passphrase is another one.",
    "Correct the credential and test it against this address.",
    is_credential=True,
)
WRONG_PRIVACY = AttemptOutcome(
    "wrong_privacy",
    "The device knows the user, but not the way or the passphrase of encryption.",
    "Privacy protocol, its passphrase or the security level differ from those at the device.",
    "Give the privacy protocol and passphrase that the device has for this user.",
    is_credential=True,
)
CLOCK = AttemptOutcome(
    "clock",
    "The device called the request too old or too new.",
    "Its engine's boots or time jump, as after a replayed message or with two devices of one engine id.",
    "Give the device an engine id of its own and let it keep its boots over restarts.",
)
NO_VIEW = AttemptOutcome(
    "no_view",
    "The device accepted the credential and showed nothing.",
    "The credential's view at the device does not hold the tables that are asked for.",
    "Let the view of this community or user include 1.3.6.1 (at least 1.3.6.1.2.1).",
)
MALFORMED = AttemptOutcome(
    "malformed",
    "What came back is not what the protocol allows.",
    "The agent of the device is broken, or something else answers there.",
    "Update the device's software; the detail helps its maker.",
)
FELL_SILENT = AttemptOutcome(
    "fell_silent",
    "The device answered, and then no more.",
    "It restarted, was overloaded, or limits how much it is asked.",
    "Ask it more slowly, or at another time.",
)
TIME_LIMIT = AttemptOutcome(
    "time_limit",
    "The device took longer than one device may.",
    "It answers too slowly (a tarpit, or overloaded), or has more than can be read in the time.",
    "Look whether a tarpit stands there; else allow more time for a device.",
)
TARPIT = AttemptOutcome(
    "tarpit",
    "The device sent a greeting without end, or one byte at a time.",
    "A tarpit or a broken service stands at this port.",
    "Exclude the address, or give the port of the real service.",
)
NOT_THE_PROTOCOL = AttemptOutcome(
    "not_the_protocol",
    "Something else than the expected service answered.",
    "Another service listens at this port.",
    "Give the port of the service in the scan's definition.",
)
WEAK_ALGORITHMS = AttemptOutcome(
    "weak_algorithms",
    "The device offers only ciphers or keys that are not used any more.",
    "Its software is old, or configured so.",
    "Update it, or read it over SNMP: a scan speaks none of the old ones.",
)
HOST_KEY_CHANGED = AttemptOutcome(
    "host_key_changed",
    "The device shows another host key than before; nothing was sent to it.",
    "It was installed anew, another device has the address, or somebody listens in between.",
    "Compare the fingerprint at the device; where it is right, accept the new key.",
)
BAD_KEY = AttemptOutcome(
    "bad_key",
    "The private key cannot be used.",
    "It is damaged, of an unknown kind, or its passphrase is another one.",
    "Give the key again, with its passphrase.",
    is_credential=True,
)
NO_SHELL = AttemptOutcome(
    "no_shell",
    "The login worked, but no command could be run.",
    "The account has no shell, or one that is no POSIX shell, or is forced to another command.",
    "Give the account /bin/sh, or use SNMP for this device.",
)
SUDO_REFUSED = AttemptOutcome(
    "sudo_refused",
    "Commands that need privilege were not allowed.",
    "sudo asks for a password, wants a terminal, or has no rule for the account.",
    "Install the rules that discovery-agent ssh-commands --sudoers prints.",
)
SUDO_PASSWORD = AttemptOutcome(
    "sudo_password",
    "sudo did not accept the password, which counts against the account.",
    "The password of the sudo credential is another one, or the account is locked.",
    "Correct the sudo credential; what needs no privilege was read.",
    is_credential=True,
    refusals=2,  # sudo asks again and finds that no more comes, which counts too where PAM counts (pam_faillock)
)
PRIVILEGED = AttemptOutcome(
    "privileged",
    "sudo accepted the password.",
    "The sudo credential works.",
    "Nothing is to be done.",
)
OUTPUT_LIMIT = AttemptOutcome(
    "output_limit",
    "The device told more than is taken.",
    "A command's output has no end, or the device is not what it seems.",
    "Look at the device; what was read so far is kept as partial.",
)
NOT_DONE = _nobody(
    "not_done",
    "The attempt was not made.",
    "The scan was cancelled, or its time was over.",
    "Scan again.",
)
ERROR = _nobody(
    "error",
    "The collector itself failed.",
    "A fault in the collector, which the detail names.",
    "Report it with the detail; a recording of the device helps (discovery-agent record).",
)

OUTCOMES = {entry.name: entry for entry in list(globals().values()) if isinstance(entry, AttemptOutcome)}
