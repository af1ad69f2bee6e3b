"""Statements that try to break the constraints of imports, their rows and corrections."""

from tests.integration.breakers.events import UPKEEP

BREAKERS = [
    ("people_import_pkey", "two imports with one id", "UPDATE people_import SET id = {run} WHERE id = {other_run}"),
    ("import_status_known", "a made-up status", "UPDATE people_import SET status = 'nearly' WHERE id = {run}"),
    (
        "import_one_applying",
        "two imports of a partner applying at once",
        "UPDATE people_import SET status = 'applying' WHERE id IN ({run}, {other_run})",
    ),
    (
        "import_counts_add_up",
        "a finished import that lost a row",
        "UPDATE people_import SET status = 'done', rows = 4, created = 1, updated = 1, failed = 1 WHERE id = {run}",
    ),
    (
        "import_counts_add_up",
        "a finished import that counted a row twice",
        "UPDATE people_import SET status = 'done', rows = 1, created = 1, skipped = 1 WHERE id = {run}",
    ),
    (
        "import_counts_add_up",
        "an import that loses a row while others are tried again",
        "UPDATE people_import SET status = 'applying', returns_to = 'done', rows = 2, created = 1 WHERE id = {run}",
    ),
    (
        "import_returns_known",
        "an import that goes back to where it can't have come from",
        "UPDATE people_import SET status = 'queued', returns_to = 'checked' WHERE id = {run}",
    ),
    (
        "import_returns_while_moving",
        "an import that is done and is still to go back there",
        "UPDATE people_import SET status = 'done', returns_to = 'done' WHERE id = {run}",
    ),
    (
        "import_undo_counts_add_up",
        "an undone import that lost a row",
        "UPDATE people_import SET status = 'undone', rows = 4, reversed = 1, kept = 1, nothing_to_undo = 1"
        " WHERE id = {run}",
    ),
    (
        "people_import_undone_by_id_fk_people_user_id",
        "an import undone by nobody",
        "UPDATE people_import SET undone_by_id = {nothing} WHERE id = {run}",
    ),
    (
        "people_import_origin_id_fk_people_import_id",
        "an import of the failed rows of no import",
        "UPDATE people_import SET origin_id = {nothing} WHERE id = {run}",
    ),
    (
        "import_account_same_partner",
        "an import into another partner's department",
        "UPDATE people_import SET account_id = {wards} WHERE id = {run}",
    ),
    (
        "people_import_created_by_id_fk_people_user_id",
        "an import by nobody",
        "UPDATE people_import SET created_by_id = {nothing} WHERE id = {run}",
    ),
    (
        "people_importrow_pkey",
        "one row number twice in an import",
        "UPDATE people_importrow SET number = 2 WHERE import_run_id = {run}",
    ),
    (
        "importrow_action_known",
        "a made-up action",
        "UPDATE people_importrow SET action = 'hoped' WHERE import_run_id = {run}",
    ),
    (
        "importrow_outcome_known",
        "a made-up outcome",
        "UPDATE people_importrow SET outcome = 'lost' WHERE import_run_id = {run}",
    ),
    (
        "importrow_reversal_known",
        "a made-up reversal",
        "UPDATE people_importrow SET reversal = 'regretted' WHERE import_run_id = {run}",
    ),
    (
        "people_importrow_import_run_id_fk_people_import_id",
        "an import leaving its rows behind",
        UPKEEP + "DELETE FROM people_event; DELETE FROM people_import WHERE id = {run}",
    ),
    (
        "people_importcorrection_pkey",
        "two corrections of one row",
        "INSERT INTO people_importcorrection (import_run_id, number, values, is_left_out, is_pending, by_id)"
        " VALUES ({run}, 2, '{{}}', false, false, {mara_user}), ({run}, 2, '{{}}', true, false, {mara_user})",
    ),
    (
        "people_importcorrect_import_run_id_fk_people_im",
        "a correction of no import",
        "INSERT INTO people_importcorrection (import_run_id, number, values, is_left_out, is_pending, by_id)"
        " VALUES ({nothing}, 2, '{{}}', false, false, {mara_user})",
    ),
    (
        "people_importcorrection_by_id_fk_people_user_id",
        "a correction by nobody",
        "INSERT INTO people_importcorrection (import_run_id, number, values, is_left_out, is_pending, by_id)"
        " VALUES ({run}, 2, '{{}}', false, false, {nothing})",
    ),
]
