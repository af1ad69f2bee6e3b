"""One batch of an import: in one transaction people, outcomes, cursor and counts (L2).

So a batch happened wholly or not at all, and done twice it does nothing the second time.
"""

from django.conf import settings
from django.db import transaction
from django.db.models import F

from cerego.errors import Refused
from people.imports import apply, known, lease, rows
from people.imports.counts import Counts
from people.imports.decide import decide
from people.imports.plan import Options
from people.models import Import
from people.selectors import accounts_administered_by
from people.services import lock_people


def apply_next(run: Import) -> bool:
    """Apply the next batch of ``run``, on which the caller has a lease; returns whether there was one.

    Decides again, against the people as they are now. Raises :class:`Refused` when the uploader has no right to it any more
    (L8), and LeaseLost.
    """
    with transaction.atomic():
        lease.hold(run)
        lock_people(run.partner_id)
        if not accounts_administered_by(run.created_by).filter(pk=run.account_id).exists():
            raise Refused("import.rights_lost")
        batch = rows.next_batch(run, settings.IMPORT_BATCH_ROWS)
        if not batch:
            return False
        parsed = [stored.parsed for stored in batch]
        plans = decide(parsed, known.read(run, parsed, known.departments_of(run)), Options.from_json(run.options), {})
        persons = apply.apply(run, plans)
        rows.record(run, batch, [decision for plan in plans for decision in plan.decisions], persons)
        more = {name: F(name) + count for name, count in Counts().plus(plans).as_json().items()}
        lease.renew(run, cursor=parsed[-1].email, cursor_number=parsed[-1].number, attempt=0, **more)
    return True
