"""What the import pages show, in the shape of the pages: each a constant number of queries."""
