"""A small file to start from, for one account."""

import csv
import io

from departments.models import Account
from people.imports.columns import EXACT


def sample_csv(account: Account) -> str:
    """Three people who show what the columns are for, in CSV with a byte-order mark, so that Excel reads it right.

    The department ids are the account's own, so that the file loads back as it is.
    """
    departments = Account.objects.live().filter(parent=account).order_by("id").values_list("id", flat=True)
    ids = [str(department_id) for department_id in departments[:2]] or [""]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["Full name", "Email", *EXACT])
    writer.writerow(["Élodie Marchand", "elodie.marchand@example.org", ids[0], "course_manager", "00417"])
    writer.writerow(["Farid Haddad", "farid.haddad@example.org", ids[-1], "", "00418"])
    writer.writerow(["Grace Oyelaran", "grace.oyelaran@example.org", "", "", ""])
    return "\ufeff" + text.getvalue()
