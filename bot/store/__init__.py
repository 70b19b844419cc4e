"""Rows ↔ values: tables, engines, one module a noun; nothing but frozen values leaves this package."""
