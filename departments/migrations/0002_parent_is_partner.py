"""A department's parent is a partner account: as a department's partner_id is its parent's id, the parent's own
partner_id must be its id, and only partner accounts are like that."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("departments", "0001_initial")]

    operations = [
        migrations.RunSQL(
            sql="""
                ALTER TABLE departments_account ADD CONSTRAINT account_parent_is_partner
                    FOREIGN KEY (parent_id, partner_id) REFERENCES departments_account (id, partner_id)
            """,
            reverse_sql="ALTER TABLE departments_account DROP CONSTRAINT account_parent_is_partner",
        ),
    ]
