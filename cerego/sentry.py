"""Mistakes are reported to Sentry, by the setting SENTRY_DSN. What is sent quotes nobody: the same rules as for logs."""

from typing import Any, Final

from cerego.logs.about import facts
from cerego.logs.failures import words_of

_KEPT: Final = {
    "event_id", "timestamp", "platform", "level", "logger", "server_name", "release", "environment", "exception", "sdk",
}  # fmt: skip
"""All other parts of a report are left out: request, user, extra, breadcrumbs, and what libraries come to add."""


def begin(dsn: str, **options: Any) -> None:
    """From now on unexpected failures of this process are reported."""
    import sentry_sdk  # only where it is wanted: it hooks into much

    sentry_sdk.init(
        dsn=dsn,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        before_send=quoting_nobody,
        **options,
    )


def quoting_nobody(event: Any, hint: dict[str, Any]) -> Any:
    """What is sent of a report: kinds and places of failures, and the ids of what was in hand."""
    kept = {name: value for name, value in event.items() if name in _KEPT}
    error = (hint.get("exc_info") or (None, None))[1]
    said = {}
    while error is not None:
        said[type(error).__name__] = words_of(error)
        error = error.__cause__ or error.__context__
    for each in kept.get("exception", {}).get("values", []):
        each["value"] = said.get(each.get("type"), "")
    kept["tags"] = {name: str(value) for name, value in facts().items()}
    return kept
