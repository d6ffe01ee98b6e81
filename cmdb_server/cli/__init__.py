"""The command line `cmdb`: ONE FILE per command in commands/, found by being there."""
