"""Names as people read them, made of the names in the declarations."""

import re


def snake_case(name: str) -> str:
    """NetworkInterface -> network_interface; IPAddress -> ip_address."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


def label_of(name: str) -> str:
    """network_interface -> Network interface; ip_address -> IP address."""
    words = [_SPELT.get(word, word) for word in name.split("_")]
    return " ".join([words[0][:1].upper() + words[0][1:], *words[1:]])


_SPELT = {
    word.lower(): word
    for word in ("IP", "MAC", "OS", "ID", "UUID", "CPU", "UPS", "PDU", "FQDN", "URL", "CI", "DNS", "MTU", "BIOS")
}
