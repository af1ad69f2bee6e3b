"""Sentences for people, by their code: the words live in templates."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.template import Context, Engine


def refusal_sentence(code: str, context: Mapping[str, Any]) -> str:
    """The sentence for a refusal: templates/refusals/<code>.txt."""
    return in_words(f"refusals/{code}.txt", context)


def in_words(template: str | Sequence[str], context: Mapping[str, Any]) -> str:
    """Plain text: nothing is escaped, which is for the page that shows it, and ids and row numbers have no separators. Of several
    templates the first that there is.
    """
    plain = Context(dict(context), autoescape=False, use_l10n=False)
    names = [template] if isinstance(template, str) else list(template)
    return Engine.get_default().select_template(names).render(plain).strip()
