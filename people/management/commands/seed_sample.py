"""Make the sample partners."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from cerego.errors import Refused
from cerego.sentences import refusal_sentence
from people.samples import partners as samples


class Command(BaseCommand):
    """Safe to run again: what is there stays as it is."""

    help = "Makes two sample partners with departments and people, and a file to try an import with. Not in production."
    requires_system_checks = ()

    def handle(self, *_: Any, **options: Any) -> None:
        try:
            made = samples.make_samples()
        except Refused as refusal:
            self.stderr.write(refusal_sentence(refusal.code, refusal.context))
            raise SystemExit(2) from refusal
        partner = samples.sample_partner()
        assert partner is not None
        path = settings.ROOT / ".local" / "sample-people.csv"
        samples.write_sample_file(partner, path)
        self.stdout.write("The sample partners are made." if made else "The sample partners are there already.")
        self.stdout.write(f"Sign in as {samples.ADMIN} (Northwind Academy), {samples.DEPARTMENT_ADMIN} (its Music)")
        self.stdout.write(f"or {samples.OTHER_ADMIN} (Contoso Health), each with the password {samples.PASSWORD}")
        self.stdout.write(f"A file to try an import with: {path}")
