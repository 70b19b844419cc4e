"""Floor 1: the nouns and the decisions about them. Pure: no I/O, no clock, no chance."""
