"""What is written of an event: versions, alerts, merging and splitting, what waits in it for an editor."""
