"""What the product foretells of the lab, beside what really fails there: README.md."""
