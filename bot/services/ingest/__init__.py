"""feed → article: poll feeds, fetch pages, watch how feeds answer."""
