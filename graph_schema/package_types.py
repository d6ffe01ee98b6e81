"""Kinds of packages: those of operating systems, and of languages as package URLs name them."""

PACKAGE_TYPES = (
    *("deb", "rpm", "apk", "pacman", "pkg"),
    *("pypi", "npm", "maven", "golang", "cargo", "gem", "nuget", "composer", "hex", "pub", "generic"),
)
