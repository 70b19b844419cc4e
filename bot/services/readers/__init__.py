"""What readers ask: updates kept and answered, queries, maps, forgetting."""
