"""alert → delivery: expand an alert into acts, word them, send them at the allowed pace."""
