"""BSD, whose answers are put where Linux has them: one way of understanding a machine serves all."""

BSD = ("FreeBSD", "OpenBSD", "NetBSD", "DragonFly")
UNREAD = ("disks", "logical_volumes", "memory_modules", "processors")
"""The sections of which nothing is read there."""
