"""Feeds and pages over HTTP, and Telegram's Bot API: bytes and values in, outcomes out."""
