"""Adding a few people whom somebody has typed in."""
