"""For every constraint of our tables a statement that tries to break it. Ids stand in braces; see test_constraints."""

UPKEEP = "SELECT set_config('cerego.event_upkeep', 'on', true); "  # before it, the trigger would speak first

INVITE = (
    "INSERT INTO people_invitation (person_id, partner_id, state, nonce, asked_at, due_at, attempts, failure)"
    " VALUES ({liv}, {northwind}, 'queued', gen_random_uuid(), now(), now(), 0, '')"
)
INVITE_DORA = INVITE.replace("{liv}", "{dora}")

# (constraint, what it refuses, the statement). Names that Django made up stand without their hash.
BREAKERS = [
    # Accounts
    (
        "departments_account_pkey",
        "two accounts with one id",
        "UPDATE departments_account SET id = {maths} WHERE id = {physics}",
    ),
    (
        "account_id_partner",
        "two accounts with one id, even without a primary key",
        "ALTER TABLE departments_account DROP CONSTRAINT departments_account_pkey CASCADE;"
        "UPDATE departments_account SET id = {maths} WHERE id = {physics}",
    ),
    (
        "account_name_not_blank",
        "an account without a name",
        "UPDATE departments_account SET name = '' WHERE id = {maths}",
    ),
    (
        "account_not_own_parent",
        "an account above itself",
        "UPDATE departments_account SET parent_id = id, partner_id = id WHERE id = {maths}",
    ),
    (
        "account_partner_is_top",
        "a partner account that belongs to another",
        "UPDATE departments_account SET partner_id = {contoso} WHERE id = {northwind}",
    ),
    (
        "account_partner_is_top",
        "a department whose partner is not its parent",
        "UPDATE departments_account SET partner_id = {contoso} WHERE id = {maths}",
    ),
    (
        "account_parent_is_partner",
        "a department below a department",
        "INSERT INTO departments_account (id, name, created_at, parent_id, partner_id)"
        " VALUES ({nothing}, 'Algebra', now(), {maths}, {maths})",
    ),
    (
        "account_parent_is_partner",
        "a partner with departments becoming a department",
        "UPDATE departments_account SET parent_id = {contoso}, partner_id = {contoso} WHERE id = {northwind}",
    ),
    (
        "departments_account_parent_id_fk_departmen",
        "a department below nothing",
        "ALTER TABLE departments_account DROP CONSTRAINT account_parent_is_partner;"
        "INSERT INTO departments_account (id, name, created_at, parent_id, partner_id)"
        " VALUES (1000000, 'Algebra', now(), {nothing}, {nothing})",
    ),
    (
        "departments_account_partner_id_fk_departmen",
        "an account of no partner",
        "ALTER TABLE departments_account DROP CONSTRAINT account_partner_is_top;"
        "INSERT INTO departments_account (id, name, created_at, parent_id, partner_id)"
        " VALUES (1000000, 'Nowhere', now(), NULL, {nothing})",
    ),
    # Users
    ("people_user_pkey", "two users with one id", "UPDATE people_user SET id = {mara_user} WHERE id = {olga_user}"),
    (
        "people_user_email_key",
        "two users with one address",
        "UPDATE people_user SET email = 'mara.okafor@northwind.example' WHERE id = {olga_user}",
    ),
    (
        "user_email_canonical",
        "an address in upper case",
        "UPDATE people_user SET email = 'Olga@x.example' WHERE id = {olga_user}",
    ),
    (
        "user_email_canonical",
        "an address with a blank",
        "UPDATE people_user SET email = 'o lga@x.example' WHERE id = {olga_user}",
    ),
    (
        "user_email_canonical",
        "an address beyond ASCII",
        "UPDATE people_user SET email = 'ölga@x.example' WHERE id = {olga_user}",
    ),
    (
        "user_email_canonical",
        "two lines of addresses",
        "UPDATE people_user SET email = E'a@b.cd\ne@f.gh' WHERE id = {olga_user}",
    ),
    ("user_email_canonical", "an empty address", "UPDATE people_user SET email = '' WHERE id = {olga_user}"),
    # Persons
    ("people_person_pkey", "two persons with one id", "UPDATE people_person SET id = {mara} WHERE id = {liv}"),
    (
        "person_id_partner",
        "two persons with one id, even without a primary key",
        "ALTER TABLE people_person DROP CONSTRAINT people_person_pkey CASCADE;"
        "UPDATE people_person SET id = {mara} WHERE id = {liv}",
    ),
    ("person_name_not_blank", "a person without a name", "UPDATE people_person SET full_name = '' WHERE id = {mara}"),
    (
        "person_partner_email",
        "two persons of a partner with one address",
        "UPDATE people_person SET email = 'mara.okafor@northwind.example' WHERE id = {liv}",
    ),
    (
        "person_user_partner",
        "two persons of a partner for one user",
        "UPDATE people_person SET user_id = {mara_user} WHERE id = {liv}",
    ),
    (
        "people_person_user_id_fk_people_user_id",
        "a person without a user",
        "UPDATE people_person SET user_id = {nothing} WHERE id = {liv}",
    ),
    (
        "people_person_user_id_fk_people_user_id",
        "a user leaving their persons behind",
        "DELETE FROM people_user WHERE id = {olga_user}",
    ),
    (
        "person_partner_is_partner",
        "a person of a department instead of a partner",
        "UPDATE people_person SET partner_id = {maths} WHERE id = {olga}",
    ),
    (
        "person_partner_is_partner",
        "a person of no partner",
        "UPDATE people_person SET partner_id = {nothing} WHERE id = {olga}",
    ),
    # Memberships
    (
        "people_membership_pkey",
        "two memberships with one id",
        "UPDATE people_membership SET id = {liv_in_maths} WHERE id = {dora_in_maths}",
    ),
    (
        "membership_person_account",
        "a person twice in an account",
        "UPDATE people_membership SET account_id = {maths}, role = 'learner' WHERE id = {dora_in_northwind}",
    ),
    (
        "membership_account_member_id",
        "a member ID twice in an account",
        "UPDATE people_membership SET member_id = '007' WHERE id = {dora_in_maths}",
    ),
    (
        "membership_role_known",
        "a made-up role",
        "UPDATE people_membership SET role = 'owner' WHERE id = {liv_in_maths}",
    ),
    ("membership_role_known", "a blank role", "UPDATE people_membership SET role = '' WHERE id = {liv_in_maths}"),
    (
        "membership_staff_in_partner",
        "Department staff anywhere but in the partner account",
        "UPDATE people_membership SET role = 'department_staff' WHERE id = {liv_in_maths}",
    ),
    (
        "membership_person_same_partner",
        "a membership of another partner's person",
        "UPDATE people_membership SET person_id = {olga} WHERE id = {liv_in_maths}",
    ),
    (
        "membership_person_same_partner",
        "a person moving to another partner, leaving memberships behind",
        "UPDATE people_person SET partner_id = {contoso} WHERE id = {liv}",
    ),
    (
        "membership_account_same_partner",
        "a membership in another partner's department",
        "UPDATE people_membership SET account_id = {wards} WHERE id = {liv_in_maths}",
    ),
    (
        "membership_account_same_partner",
        "a department leaving its partner with people in it",
        "UPDATE departments_account SET parent_id = {contoso}, partner_id = {contoso} WHERE id = {maths}",
    ),
    # Imports
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
    # Corrections
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
    # Events
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
    # Requests for a link to set a password
    (
        "people_passwordrequest_pkey",
        "two requests with one id",
        "INSERT INTO people_passwordrequest (id, typed, asked_at, due_at, attempts) VALUES (1, '', now(), now(), 0),"
        " (1, '', now(), now(), 0)",
    ),
    # Invitations
    (
        "people_invitation_pkey",
        "two invitations with one id",
        f"{INVITE}; {INVITE_DORA}; UPDATE people_invitation SET id = 1",
    ),
    ("people_invitation_person_id_key", "two invitations of one person", f"{INVITE}; {INVITE}"),
    (
        "invitation_person_same_partner",
        "a partner inviting another's person",
        f"{INVITE}; UPDATE people_invitation SET partner_id = {{contoso}}",
    ),
    ("invitation_state_known", "a made-up state", f"{INVITE}; UPDATE people_invitation SET state = 'eaten'"),
    (
        "people_invitation_by_id_fk_people_user_id",
        "an invitation by an unknown user",
        f"{INVITE}; UPDATE people_invitation SET by_id = {{nothing}}",
    ),
    # Django's own tables of a user's groups and permissions
    (
        "people_user_groups_pkey",
        "two group places with one id",
        "INSERT INTO people_user_groups VALUES (1, {mara_user}, {group}), (1, {olga_user}, {group})",
    ),
    (
        "people_user_groups_user_id_group_id_uniq",
        "a user twice in a group",
        "INSERT INTO people_user_groups (user_id, group_id) VALUES ({mara_user}, {group}), ({mara_user}, {group})",
    ),
    (
        "people_user_groups_user_id_fk_people_user_id",
        "nobody in a group",
        "INSERT INTO people_user_groups (user_id, group_id) VALUES ({nothing}, {group})",
    ),
    (
        "people_user_groups_group_id_fk_auth_group_id",
        "a user in no group",
        "INSERT INTO people_user_groups (user_id, group_id) VALUES ({mara_user}, {nothing})",
    ),
    (
        "people_user_user_permissions_pkey",
        "two grants with one id",
        "INSERT INTO people_user_user_permissions VALUES (1, {mara_user}, {permission}), (1, {olga_user}, {permission})",
    ),
    (
        "people_user_user_permiss_user_id_permission_id_uniq",
        "a permission twice",
        "INSERT INTO people_user_user_permissions (user_id, permission_id)"
        " VALUES ({mara_user}, {permission}), ({mara_user}, {permission})",
    ),
    (
        "people_user_user_permissions_user_id_fk_people_user_id",
        "a permission of nobody",
        "INSERT INTO people_user_user_permissions (user_id, permission_id) VALUES ({nothing}, {permission})",
    ),
    (
        "people_user_user_per_permission_id_fk_auth_perm",
        "a permission for nothing",
        "INSERT INTO people_user_user_permissions (user_id, permission_id) VALUES ({mara_user}, {nothing})",
    ),
]
