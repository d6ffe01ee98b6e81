"""The vault of credentials."""
