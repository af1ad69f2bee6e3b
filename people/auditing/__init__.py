"""The record of an account, for its admins: what was done, by whom, when and from where; to look through and to take along."""

from people.auditing.filters import EventFilter
from people.auditing.page import EventPage, event_page
from people.auditing.refusals import record_refusal
from people.auditing.table import export_rows, record_export

__all__ = ["EventFilter", "EventPage", "event_page", "export_rows", "record_export", "record_refusal"]
