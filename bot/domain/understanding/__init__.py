"""One read report and what is stored that bears on it → what is to be written: pure decisions, and writes as values."""
