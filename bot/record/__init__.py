"""The record → files: tables, documents, pages, maps and charts, from values to bytes; no database is read here."""
