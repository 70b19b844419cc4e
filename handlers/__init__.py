"""The door to Telegram: an update becomes a question for the desk, the answer becomes a message. Nothing else."""
