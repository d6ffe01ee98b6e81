"""Changes while they are carried out."""
