"""Package URLs and CPE names of software: pure."""

import re
from urllib.parse import quote

_PLAIN = re.compile(r"[A-Za-z0-9._~+\-]+")
_ESCAPED = re.compile(r"([^A-Za-z0-9_*])")


def package_url(kind: str, namespace: str, name: str, version: str = "") -> str:
    """A package URL (github.com/package-url/purl-spec); without a version where nobody tells the package's own."""
    parts = "/".join(_quoted(part) for part in (namespace, name) if part)
    return f"pkg:{kind}/{parts}" + (f"@{quote(version, safe='.-_~:')}" if version else "")


def _quoted(part: str) -> str:
    """Most names need no quoting, and looking is faster than quoting."""
    return part if _PLAIN.fullmatch(part) else quote(part, safe=".-_~+")


def cpe_name(vendor_and_product: str, version: str) -> str:
    """A formatted name of CPE 2.3 (NIST IR 7695, 6.2) of an application, from `vendor:product`; "" from none."""
    if not vendor_and_product:
        return ""
    vendor, _, product = vendor_and_product.partition(":")
    told = (_attribute(part) for part in (vendor, product, version or "*"))
    return ":".join(("cpe:2.3:a", *told, *"*******"))


def _attribute(text: str) -> str:
    return "*" if text == "*" else _ESCAPED.sub(r"\\\1", text.lower().replace(" ", "_")).replace("*", r"\*")
