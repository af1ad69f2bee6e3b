"""Statements that try to break the constraints of what lists use: kept counts, changes of many people."""

HEADCOUNT = "INSERT INTO people_headcount (account_id, what, people) VALUES ({northwind}, 'zz', 1)"
OTHER_HEADCOUNT = HEADCOUNT.replace("'zz'", "'zzz'")
BULK = (
    "INSERT INTO people_bulk (partner_id, account_id, created_by_id, created_at, key, action, options, cursor, people, changed,"
    " unchanged, refused, attempt, failure_reason) VALUES ({northwind}, {northwind}, {mara_user}, now(),"
    " '00000000-0000-4000-8000-000000000001', 'deactivate', '{{}}', 0, 3, 0, 0, 0, 0, '')"
)
OTHER_BULK = BULK.replace("000001'", "000002'")
BULK_PERSON = "INSERT INTO people_bulkperson (bulk_id, person_id) SELECT id, {liv} FROM people_bulk"

BREAKERS = [
    (
        "people_headcount_pkey",
        "two counts with one id",
        f"{HEADCOUNT}; {OTHER_HEADCOUNT}; UPDATE people_headcount SET id = 1 WHERE what IN ('zz', 'zzz')",
    ),
    ("headcount_account_what", "two counts of the same", f"{HEADCOUNT}; {HEADCOUNT}"),
    (
        "people_headcount_account_id_fk_departments_account_id",
        "a count of no account",
        HEADCOUNT.replace("{northwind}", "{nothing}"),
    ),
    ("people_bulk_pkey", "two changes with one id", f"{BULK}; {OTHER_BULK}; UPDATE people_bulk SET id = 1"),
    ("people_bulk_key_key", "one change twice", f"{BULK}; {BULK}"),
    ("bulk_counts_add_up", "a finished change that lost people", f"{BULK}; UPDATE people_bulk SET finished_at = now()"),
    *(
        (
            f"people_bulk_{column}_fk_{table}",
            f"a change with an unknown {what}",
            f"{BULK}; UPDATE people_bulk SET {column} = {{nothing}}",
        )
        for column, table, what in (
            ("partner_id", "departments_account_id", "partner"),
            ("account_id", "departments_account_id", "account"),
            ("created_by_id", "people_user_id", "author"),
        )
    ),
    ("people_bulkperson_pkey", "somebody twice in a change", f"{BULK}; {BULK_PERSON}; {BULK_PERSON}"),
    (
        "people_bulkperson_bulk_id_fk_people_bulk_id",
        "somebody in no change",
        "INSERT INTO people_bulkperson (bulk_id, person_id) VALUES ({nothing}, {liv})",
    ),
]
