"""One file per format of label sheets, by the measures that its maker gives."""
