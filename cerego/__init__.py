"""The project: settings, addresses, the worker, and what every app shares."""
