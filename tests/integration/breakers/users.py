"""Statements that try to break the constraints of users, and of Django's own tables of their groups and permissions."""

BREAKERS = [
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
