"""The published record as exports and as a site of plain files."""
