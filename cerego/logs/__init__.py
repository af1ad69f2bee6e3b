"""Logs: one line for each thing that happened, that says what it was about, and quotes no row of a file and no secret.

In production each line is a JSON object (:mod:`cerego.logs.lines`), so that no text can pass for a second line; in development
it is plain text with the same care. What a line is about comes from :mod:`cerego.logs.about`, whoever writes it.
"""
