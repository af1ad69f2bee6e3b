"""Other ways to do an import's work with Django, on the same rows: what one would take, or write, without this product."""
