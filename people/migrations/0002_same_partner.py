"""Person, account and membership belong to the same partner, and so do an import and its account (design §4).

Composite foreign keys, which Django's models can't say. They stand in for the plain foreign keys of those columns.
"""

from django.db import migrations

KEYS = [
    # A person's partner is a partner account: only its id and partner_id are equal.
    ("people_person", "person_partner_is_partner", "(partner_id, partner_id)", "departments_account (id, partner_id)"),
    ("people_membership", "membership_person_same_partner", "(person_id, partner_id)", "people_person (id, partner_id)"),
    ("people_membership", "membership_account_same_partner", "(account_id, partner_id)", "departments_account (id, partner_id)"),
    ("people_import", "import_account_same_partner", "(account_id, partner_id)", "departments_account (id, partner_id)"),
]


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("departments", "0002_parent_is_partner")]

    operations = [
        migrations.RunSQL(
            sql=f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY {columns} REFERENCES {target}",
            reverse_sql=f"ALTER TABLE {table} DROP CONSTRAINT {name}",
        )
        for table, name, columns, target in KEYS
    ]
