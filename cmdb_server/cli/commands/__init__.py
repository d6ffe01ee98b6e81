"""The commands, one file each: a module with a typer application `app`, or a function `command`."""
