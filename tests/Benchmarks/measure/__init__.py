"""What side-by-side, soak and scrape-load share: starting programs and loads, measuring them, and telling it in tables."""
