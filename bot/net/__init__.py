"""Floor 2, the outside: feeds over HTTP, and Telegram's Bot API. Bytes and values in, outcomes out."""
