"""The graph engines, one file each: where it is installed, how it is configured and started."""
