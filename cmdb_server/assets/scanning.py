"""What a scanner that types sends, as the code that is meant."""

LONGEST_CODE = 200


def scanned(text: str) -> str:
    """A code without what scanners add; of the address of an asset's page its number."""
    code = "".join(sign for sign in text if sign.isprintable()).strip()
    if code.casefold().startswith(("http://", "https://")):
        code = code.rstrip("/").rpartition("/")[2]
    return code.strip()
