"""What somebody wrote in answer to a mail: without the mail that they answer to and their signature. Pure."""

import re

# Lines from which on what follows is another one's: Outlook's bar, "Original Message", "On ... wrote:" before quotes.
_BARS = re.compile(
    r"^(?:_{20,}|-{2,}\s*(?:original message|urspr\w+ nachricht|oprin\w+ bericht)\s*-{2,})\s*$", re.IGNORECASE
)
_WROTE = re.compile(
    r"^.{0,300}(?:wrote|schrieb|skrev|a écrit|escribió|ha scritto|schreef)\b.{0,100}:\s*$", re.IGNORECASE
)
_HEADED = re.compile(r"^\s*(?:from|von|fra|de|da|van)\s*:\s.+@", re.IGNORECASE)
_SIGNED = re.compile(r"^-- ?$")


def said_in(text: str) -> str:
    """What was said; all of it where nothing is left without what it answers to."""
    kept: list[str] = []
    lines = text.split("\n")
    for turn, line in enumerate(lines):
        if _SIGNED.match(line) or _BARS.match(line) or _is_quoting(lines, turn) or _HEADED.match(line):
            break
        kept.append(line)
    own = "\n".join(line for line in kept if not line.startswith(">")).strip()
    return own or text.strip()


def _is_quoting(lines: list[str], turn: int) -> bool:
    """Whether a line, or it and the next, say who wrote what follows in quotes."""
    for count in (1, 2):
        told = " ".join(part.strip() for part in lines[turn : turn + count])
        after = next((line for line in lines[turn + count :] if line.strip()), "")
        if _WROTE.match(told) and (after.startswith(">") or not after):
            return True
    return False
