"""What the script asks a machine, one part a file; a new file is found without being named anywhere."""
