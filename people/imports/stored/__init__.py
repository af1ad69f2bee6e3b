"""The rows of imports in the database: put in, read in batches, marked. Nothing here touches people."""
