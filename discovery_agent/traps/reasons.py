"""What became of each datagram: a closed table that says what happened, why, and what to do next."""

from typing import NamedTuple


class Reason(NamedTuple):
    """One entry. Only what is `is_proven` may be believed to come from whom it says."""

    name: str
    happened: str
    cause: str
    next_step: str
    is_proven: bool = False


ACCEPTED = Reason(
    "accepted",
    "It was taken.",
    "A community or a signature that the vault has vouches for it.",
    "Nothing is to be done.",
    is_proven=True,
)
DAMPED = Reason(
    "damped",
    "It was counted and not read.",
    "Its sender sends more than is looked at; one event and one scan say as much as thousands.",
    "Look at what the device complains of; its events say what it sent.",
)
WRONG_CREDENTIAL = Reason(
    "wrong_credential",
    "It was not believed.",
    "No community or user of the vault that is meant for this address fits: the name or the passphrase is another one.",
    "Correct the community or user on the device, or add it to the credentials, with a range that holds the address; "
    "a collector uses what is new there within five minutes.",
)
UNSIGNED = Reason(
    "unsigned",
    "It was not believed.",
    "It names a user of SNMP version 3 but is not signed, or not encrypted though its user is.",
    "Let the device send with authentication, and with privacy where the credential has it.",
)
REPLAYED = Reason(
    "replayed",
    "It was not counted again.",
    "The same signed message came before: a copy of the network's, or somebody sends what was recorded.",
    "Where there are many, find out who sends them: the address may be forged.",
)
OUT_OF_WINDOW = Reason(
    "out_of_window",
    "It was not believed.",
    "It is signed, but of another time than its sender's present: recorded, or the device has forgotten its boots.",
    "Where a device was reset to its factory state, stop the collector and remove it from traps.json of its folder.",
)
UNDECRYPTABLE = Reason(
    "undecryptable",
    "It could not be read.",
    "The signature is right, the privacy passphrase or protocol is another one.",
    "Correct the privacy of the user on the device or in the credentials.",
)
MALFORMED = Reason(
    "malformed",
    "It could not be read.",
    "It is no trap or inform, or broken.",
    "See what else sends to the port.",
)
NO_CREDENTIALS = Reason(
    "no_credentials",
    "It was not believed.",
    "The server gave no SNMP credentials: no scan of this network has some that fit, or the server was away for long.",
    "Add SNMP credentials and a scan definition for the network of this collector.",
)
UNKNOWN_KIND = Reason(
    "unknown_kind",
    "It was taken and not told.",
    "A kind of notification that says nothing of what the CMDB keeps.",
    "Nothing is to be done.",
    is_proven=True,
)
UNKNOWN_ADDRESS = Reason(
    "unknown_address",
    "It was taken, but no CI has its address.",
    "The device was never scanned, or it sends from another address than it is known by.",
    "Scan the address; or let the device send from the one it is managed by.",
    is_proven=True,
)
LOST = Reason(
    "lost",
    "It was taken and not told.",
    "The server was away and there is only so much room to wait in.",
    "The next scan of the device says what it is now.",
    is_proven=True,
)
OVERFLOWED = Reason(
    "overflowed",
    "The kernel threw it away before it was looked at, whoever sent it.",
    "More came at once than its buffer holds: a storm, or the machine of the collector was busy.",
    "Find the sender among those that are told; let net.core.rmem_max be at least 4 MiB.",
)
REASONS = {
    reason.name: reason
    for reason in (
        ACCEPTED, DAMPED, WRONG_CREDENTIAL, UNSIGNED, REPLAYED, OUT_OF_WINDOW, UNDECRYPTABLE, MALFORMED,
        NO_CREDENTIALS, UNKNOWN_KIND, UNKNOWN_ADDRESS, LOST, OVERFLOWED,
    )
}  # fmt: skip
