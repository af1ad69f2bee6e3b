"""What departments tell those who keep a record of it; sent within the transaction of the change.

Arguments: ``sender`` the Department class, ``department``, ``by`` the user or none.
"""

from django.dispatch import Signal

department_created = Signal()
department_renamed = Signal()
"""Has ``before`` as well, the name it had."""

department_archived = Signal()
department_restored = Signal()

department_ids_taken = Signal()
"""Not of one department: the list of them was taken along as a file. Has ``account`` instead, the one worked in."""
