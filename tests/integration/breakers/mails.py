"""Statements that try to break the constraints of mails: links to set a password, invitations, letters about imports."""

INVITE = (
    "INSERT INTO people_invitation (person_id, partner_id, state, nonce, asked_at, due_at, attempts, failure)"
    " VALUES ({liv}, {northwind}, 'queued', gen_random_uuid(), now(), now(), 0, '')"
)
INVITE_DORA = INVITE.replace("{liv}", "{dora}")

LETTER = (
    "INSERT INTO people_importletter (import_run_id, to_id, status, numbers, state, created_at, due_at, attempts, failure)"
    " VALUES ({run}, {mara_user}, 'done', '{{}}', 'queued', now(), now(), 0, '')"
)

BREAKERS = [
    (
        "people_passwordrequest_pkey",
        "two requests with one id",
        "INSERT INTO people_passwordrequest (id, typed, asked_at, due_at, attempts) VALUES (1, '', now(), now(), 0),"
        " (1, '', now(), now(), 0)",
    ),
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
    (
        "people_importletter_pkey",
        "two letters with one id",
        f"{LETTER}; {LETTER}; UPDATE people_importletter SET id = 1",
    ),
    ("importletter_state_known", "a letter that is nowhere", LETTER.replace("'queued'", "'lost'")),
    ("importletter_of_an_end", "a letter about no end", LETTER.replace("'done'", "'checking'")),
    (
        "people_importletter_import_run_id_fk_people_import_id",
        "a letter about no import",
        LETTER.replace("{run}", "{nothing}"),
    ),
    ("people_importletter_to_id_fk_people_user_id", "a letter to nobody", LETTER.replace("{mara_user}", "{nothing}")),
]
