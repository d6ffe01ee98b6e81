"""os-release(5), which says what a system calls itself."""


def assignments_of(text: str) -> dict[str, str]:
    """Its NAME="value" lines."""
    pairs = (line.partition("=") for line in text.splitlines() if "=" in line and not line.startswith("#"))
    return {name.strip(): value.strip().strip("\"'") for name, _, value in pairs}
