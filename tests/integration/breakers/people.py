"""Statements that try to break the constraints of people: persons, their memberships, and the searches for who was removed."""

ERASED = "INSERT INTO people_erasedaddress (partner_id, addresses, \"left\", created_at) VALUES ({northwind}, '[]', '[]', now())"

BREAKERS = [
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
    (
        "people_erasedaddress_pkey",
        "two searches for somebody who was removed with one id",
        f"{ERASED}; {ERASED}; UPDATE people_erasedaddress SET id = 1",
    ),
    (
        "people_erasedaddress_partner_id_fk_departmen",
        "a search in no partner's imports",
        ERASED.replace("{northwind}", "{nothing}"),
    ),
]
