"""Statements that try to break the constraints of the record of events."""

UPKEEP = "SELECT set_config('cerego.event_upkeep', 'on', true); "  # before it, the trigger would speak first

BREAKERS = [
    (
        "people_event_pkey",
        "two events with one id",
        UPKEEP + "UPDATE people_event SET id = 1 WHERE account_id = {northwind}",
    ),
    ("event_kind_known", "an event of no kind", UPKEEP + "UPDATE people_event SET kind = 'tea'"),
    (
        "people_event_account_id_fk_departments_account_id",
        "an event nowhere",
        UPKEEP + "UPDATE people_event SET account_id = {nothing}",
    ),
    (
        "people_event_by_id_fk_people_user_id",
        "an event by an unknown user",
        UPKEEP + "UPDATE people_event SET by_id = {nothing}",
    ),
    (
        "people_event_person_id_fk_people_person_id",
        "an event about nobody",
        UPKEEP + "UPDATE people_event SET person_id = {nothing}",
    ),
    (
        "people_event_import_run_id_fk_people_import_id",
        "an event of no import",
        UPKEEP + "UPDATE people_event SET import_run_id = {nothing}",
    ),
]
