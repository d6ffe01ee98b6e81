"""What is read of the machine, one collector a file; a new file is found without being named anywhere."""
