"""The mail about an import that has ended, in plain text and HTML."""

from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import capfirst

from cerego.sentences import refusal_sentence
from people.models import ImportLetter
from people.models.imports import Status
from people.outcomes import Outcome

_SUBJECTS: Final = {
    Status.DONE: "{file} is imported",
    Status.STOPPED: "The import of {file} was stopped",
    Status.FAILED: "The import of {file} broke off",
    Status.UNDONE: "The import of {file} is undone",
}


def letter(item: ImportLetter) -> EmailMultiAlternatives:
    """The mail: how it ended, the numbers, and where to look."""
    run, numbers = item.import_run, item.numbers
    done = sum(numbers[outcome.value] for outcome in Outcome)
    reason = numbers["failure_reason"]
    in_words = {**numbers["failure_context"], "is_undoing": numbers["failed_while"] == Status.UNDOING}
    file = " ".join(run.in_a_sentence.split())
    context: dict[str, Any] = {
        "file": file,
        "account": run.account.name,
        "status": item.status,
        "numbers": numbers,
        "done": done,
        "reason": refusal_sentence(reason, in_words) if reason else "",
        "link": settings.SITE_URL + reverse("import", args=[run.account_id, run.pk]),
        "choice": settings.SITE_URL + reverse("profile"),
    }
    subject = _SUBJECTS[Status(item.status)].format(file=file)
    mail = EmailMultiAlternatives(
        subject=capfirst(subject) if run.by_hand else subject,
        body=render_to_string("people/imports/letter.txt", context),
        to=[item.to.email],
        headers={
            "Message-ID": f"<import.{run.pk}.{item.pk}@{urlsplit(settings.SITE_URL).hostname}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(render_to_string("people/imports/letter.html", context), "text/html")
    return mail
