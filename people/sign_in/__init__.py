"""Signing in and getting back in: who may, in equal time for everybody, and how often one may try."""
