"""The kinds of credentials, one file each."""
