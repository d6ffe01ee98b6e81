"""The checks, ONE FILE each; a check is found by being here."""
