"""Statements that try to break the constraints of what scripts use: tokens, and answers kept for them."""

TOKEN = (
    "INSERT INTO people_accesstoken (user_id, account_id, name, digest, created_at)"
    " VALUES ({mara_user}, {northwind}, 'HR', 'd1', now())"
)
OTHER_TOKEN = TOKEN.replace("'d1'", "'d2'")
ANSWER = (
    "INSERT INTO people_answer (user_id, key, fingerprint, headers, created_at)"
    " VALUES ({mara_user}, 'k', 'f', '{{}}', now())"
)
OTHER_ANSWER = ANSWER.replace("'k'", "'l'")

BREAKERS = [
    (
        "people_accesstoken_pkey",
        "two tokens with one id",
        f"{TOKEN}; {OTHER_TOKEN}; UPDATE people_accesstoken SET id = 1",
    ),
    ("people_accesstoken_digest_key", "one token twice", f"{TOKEN}; {TOKEN}"),
    (
        "people_accesstoken_key_key",
        "two tokens by one form",
        f"{TOKEN}; {OTHER_TOKEN}; UPDATE people_accesstoken SET key = '6f1c7f1e-0000-4000-8000-000000000000'",
    ),
    ("token_name_not_blank", "a token without a name", f"{TOKEN}; UPDATE people_accesstoken SET name = ''"),
    (
        "people_accesstoken_user_id_fk_people_user_id",
        "a token of nobody",
        f"{TOKEN}; UPDATE people_accesstoken SET user_id = {{nothing}}",
    ),
    (
        "people_accesstoken_account_id_fk_departmen",
        "a token for no account",
        f"{TOKEN}; UPDATE people_accesstoken SET account_id = {{nothing}}",
    ),
    ("people_answer_pkey", "two answers with one id", f"{ANSWER}; {OTHER_ANSWER}; UPDATE people_answer SET id = 1"),
    ("answer_user_key", "two answers to one request", f"{ANSWER}; {ANSWER}"),
    (
        "people_answer_user_id_fk_people_user_id",
        "an answer to nobody",
        f"{ANSWER}; UPDATE people_answer SET user_id = {{nothing}}",
    ),
]
