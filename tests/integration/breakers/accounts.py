"""Statements that try to break the constraints of accounts: partners and their departments."""

BREAKERS = [
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
    (
        "account_live_name",
        "two live departments with one name",
        "UPDATE departments_account SET name = 'PHYSICS' WHERE id = {maths}",
    ),
]
