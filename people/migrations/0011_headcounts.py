"""The kept counts: triggers that keep them with every statement, and the counts of what is there already.

A statement changes them once, whatever number of people it writes: a batch of an import costs two small aggregates. A trigger
can't be passed by, so they are exact also after COPY, after work by hand in psql and after TRUNCATE.
"""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION people_headcount_add(account bigint, what text, people bigint) RETURNS void LANGUAGE sql AS $$
    INSERT INTO people_headcount AS kept (account_id, what, people) VALUES (account, what, people)
    ON CONFLICT (account_id, what) DO UPDATE SET people = kept.people + excluded.people
$$;

CREATE FUNCTION people_count_persons() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        DELETE FROM people_headcount WHERE what = 'everybody';
    ELSE
        PERFORM people_headcount_add(changed.partner_id, 'everybody', changed.people)
        FROM (SELECT partner_id, CASE TG_OP WHEN 'INSERT' THEN count(*) ELSE -count(*) END AS people
              FROM changed_rows GROUP BY partner_id ORDER BY partner_id) AS changed;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION people_count_memberships() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    sign int := CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END;
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        DELETE FROM people_headcount WHERE what <> 'everybody';
        RETURN NULL;
    END IF;
    PERFORM people_headcount_add(changed.account_id, changed.role, sign * changed.people)
    FROM (SELECT account_id, role, count(*) AS people
          FROM changed_rows GROUP BY account_id, role ORDER BY account_id, role) AS changed;
    -- Who has come into their first department, or gone from their last: all the department places that they have now, or had
    -- before, are of this statement.
    PERFORM people_headcount_add(changed.partner_id, 'in_departments', sign * count(*))
    FROM (SELECT partner_id, person_id, count(*) AS places
          FROM changed_rows WHERE account_id <> partner_id GROUP BY partner_id, person_id) AS changed
    WHERE (SELECT count(*) FROM people_membership AS now
           WHERE now.person_id = changed.person_id AND now.account_id <> now.partner_id)
        = CASE TG_OP WHEN 'INSERT' THEN changed.places ELSE 0 END
    GROUP BY changed.partner_id;
    RETURN NULL;
END $$;

CREATE FUNCTION people_count_roles() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM people_headcount_add(changed.account_id, changed.role, changed.people)
    FROM (SELECT account_id, role, sum(people) AS people
          FROM (SELECT account_id, role, 1 AS people FROM rows_now UNION ALL SELECT account_id, role, -1 FROM rows_before) AS each
          GROUP BY account_id, role HAVING sum(people) <> 0 ORDER BY account_id, role) AS changed;
    RETURN NULL;
END $$;
"""

TABLES = {"people_person": "people_count_persons", "people_membership": "people_count_memberships"}

TRIGGERS = [
    statement
    for table, function in TABLES.items()
    for statement in (
        f"CREATE TRIGGER count_come AFTER INSERT ON {table} REFERENCING NEW TABLE AS changed_rows"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {function}()",
        f"CREATE TRIGGER count_gone AFTER DELETE ON {table} REFERENCING OLD TABLE AS changed_rows"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {function}()",
        f"CREATE TRIGGER count_none AFTER TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {function}()",
    )
] + [
    # A membership never moves to another person or account: only its role can change what is counted.
    "CREATE TRIGGER count_moved AFTER UPDATE ON people_membership REFERENCING NEW TABLE AS rows_now OLD TABLE AS rows_before"
    " FOR EACH STATEMENT EXECUTE FUNCTION people_count_roles()"
]

NO_TRIGGERS = [
    "DROP TRIGGER count_moved ON people_membership",
    *(f"DROP TRIGGER {name} ON {table}" for table in TABLES for name in ("count_come", "count_gone", "count_none")),
    "DROP FUNCTION people_count_roles(), people_count_memberships(), people_count_persons(),"
    " people_headcount_add(bigint, text, bigint)",
]

FILL = [
    "INSERT INTO people_headcount (account_id, what, people)"
    " SELECT partner_id, 'everybody', count(*) FROM people_person GROUP BY partner_id",
    "INSERT INTO people_headcount (account_id, what, people)"
    " SELECT account_id, role, count(*) FROM people_membership GROUP BY account_id, role",
    "INSERT INTO people_headcount (account_id, what, people)"
    " SELECT partner_id, 'in_departments', count(DISTINCT person_id) FROM people_membership"
    " WHERE account_id <> partner_id GROUP BY partner_id",
    # Until now the list took the user's own last sign-in of those who have joined.
    "UPDATE people_person AS person SET last_sign_in = greatest(visitor.last_login, person.joined_at)"
    " FROM people_user AS visitor WHERE visitor.id = person.user_id AND person.joined_at IS NOT NULL",
]


class Migration(migrations.Migration):
    dependencies = [("people", "0010_listing")]

    operations = [
        # Room on each page for counts that change with every batch: nothing but the page is touched.
        migrations.RunSQL(
            "ALTER TABLE people_headcount SET (fillfactor = 50)", "ALTER TABLE people_headcount RESET (fillfactor)"
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
        migrations.RunSQL(TRIGGERS, NO_TRIGGERS),
    ]
