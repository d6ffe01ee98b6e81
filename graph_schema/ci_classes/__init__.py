"""The CI classes, one file each; a class is found by being in a file here."""
