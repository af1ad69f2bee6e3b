"""The security tests share the cast of the web tests."""

from tests.web.conftest import as_, cast, mara, without_limits

__all__ = ["as_", "cast", "mara", "without_limits"]
