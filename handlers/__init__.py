"""Telegram updates → requests to services; their answers → messages. Nothing else is decided here."""
