"""Protest-news alerts for Kazakhstan, in Telegram."""
