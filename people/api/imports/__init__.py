"""Imports and their rows: uploaded, looked at, corrected, asked; the pages' doors in the pages' order."""
