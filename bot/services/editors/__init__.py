"""What editors are asked and told, and their decisions: the queue, corrections, channels."""
