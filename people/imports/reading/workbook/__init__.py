"""Workbooks: what they hold, looked at before anything unpacks them, and what of it is a table. Pure."""
