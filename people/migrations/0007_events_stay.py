"""Events say where they came from, need no migration for a new kind, and stay as they were written."""

from django.db import migrations, models

import cerego.origin

STAY = """
CREATE FUNCTION people_event_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('cerego.event_upkeep', true) = 'on' THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE'
        AND to_jsonb(NEW) - 'person_id' - 'import_run_id' = to_jsonb(OLD) - 'person_id' - 'import_run_id'
        AND (NEW.person_id IS NULL OR NEW.person_id = OLD.person_id)
        AND (NEW.import_run_id IS NULL OR NEW.import_run_id = OLD.import_run_id)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'Events are append-only: they are neither changed nor deleted'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'event_stays';
END $$;
CREATE TRIGGER event_stays BEFORE UPDATE OR DELETE ON people_event FOR EACH ROW EXECUTE FUNCTION people_event_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("departments", "0002_parent_is_partner"), ("people", "0006_persons_and_places")]

    operations = [
        migrations.RemoveConstraint(model_name="event", name="event_kind_known"),
        migrations.AddField(
            model_name="event",
            name="origin",
            field=models.GenericIPAddressField(default=cerego.origin.current_origin, null=True),
        ),
        migrations.AlterField(
            model_name="event",
            name="account",
            field=models.ForeignKey(
                null=True, on_delete=models.deletion.PROTECT, related_name="events", to="departments.account"
            ),
        ),
        migrations.AlterField(model_name="event", name="kind", field=models.CharField(max_length=40)),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__regex", r"^[a-z_]+\.[a-z_]+$")), name="event_kind_known"
            ),
        ),
        migrations.RunSQL(STAY, "DROP TRIGGER event_stays ON people_event; DROP FUNCTION people_event_stays"),
    ]
