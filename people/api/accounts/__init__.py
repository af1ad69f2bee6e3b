"""Accounts, their departments, and what was done in them."""
