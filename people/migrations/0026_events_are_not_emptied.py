"""The trigger that keeps events as they were written looks at rows, and TRUNCATE touches none."""

from django.db import migrations

STAY = """
CREATE FUNCTION people_events_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('cerego.emptying', true) IS DISTINCT FROM 'on' THEN
        RAISE EXCEPTION 'Events are append-only: their table is not emptied'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'events_stay';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER events_stay BEFORE TRUNCATE ON people_event FOR EACH STATEMENT EXECUTE FUNCTION people_events_stay();
"""


class Migration(migrations.Migration):
    version_before = "It empties no table."

    dependencies = [("people", "0025_import_by_hand")]

    operations = [migrations.RunSQL(STAY, "DROP TRIGGER events_stay ON people_event; DROP FUNCTION people_events_stay")]
