"""Floor 2: rows ↔ values. Tables, engines, one module a noun; nothing but frozen values leaves this room."""
