"""The pure tests: no database, and properties without a clock, which a busy machine would fail."""

from hypothesis import settings

from tests.examples import as_many_as

settings.register_profile("patient", deadline=None, max_examples=as_many_as(100))
settings.load_profile("patient")
