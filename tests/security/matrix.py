"""Who may open what (design §8), as data. Every address of the site has a line here; a test runs them all.

A new address: add its name to the group of those who may open it. The last two columns of a line are the methods it answers
besides OPTIONS, and what its address names besides the account.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Who(StrEnum):
    """Those who may open an address."""

    ANYBODY = "anybody"
    """Also without having signed in."""
    ONESELF = "oneself"
    """Whoever has signed in; it is about nobody else."""
    ACCOUNT = "account"
    """Those who administer the account in the address: its own admins, and those of its partner."""
    PARTNER = "partner"
    """The same, of a partner account; a department has no such page."""
    TOKEN = "token"
    """Scripts with a token; no session opens it. tests/api has who may what."""


@dataclass(frozen=True)
class Line:
    """One address."""

    who: Who
    methods: str
    names: tuple[str, ...] = ()
    """What else its address names: the values are those of :func:`tests.security.test_matrix.objects`."""


def _lines(who: Who, *lines: str) -> dict[str, Line]:
    split = (line.split() for line in lines)
    return {name: Line(who, methods, tuple(names)) for name, methods, *names in split}


MATRIX: Final = {
    **_lines(Who.TOKEN, "metrics GET"),
    **_lines(
        Who.ANYBODY,
        "account_login GET,POST",
        "account_logout GET,POST",
        "account_inactive GET",
        "account_signup GET,POST",
        "account_email_verification_sent GET",
        "account_confirm_email GET,POST key",
        "account_confirm_login_code GET,POST",
        "account_reset_password GET,POST",
        "account_reset_password_done GET",
        "account_reset_password_from_key GET,POST uidb36 key",
        "account_reset_password_from_key_done GET",
        "mfa_authenticate GET,POST",
        "mfa_login_webauthn GET,POST",
        "invitation GET,POST invitation_id token",
    ),
    **_lines(
        Who.ONESELF,
        "home GET",
        "profile GET,POST",
        "tokens GET",
        "create_token GET,POST",
        "revoke_token GET,POST pk",
        "account_email GET,POST",
        "account_reauthenticate GET,POST",
        "account_change_password GET,POST",
        "account_set_password GET,POST",
        "mfa_index GET",
        "mfa_reauthenticate GET,POST",
        "mfa_activate_totp GET,POST",
        "mfa_deactivate_totp GET,POST",
        "mfa_view_recovery_codes GET",
        "mfa_generate_recovery_codes GET,POST",
        "mfa_download_recovery_codes GET",
        "mfa_list_webauthn GET",
        "mfa_add_webauthn GET,POST",
        "mfa_reauthenticate_webauthn GET,POST",
        "mfa_remove_webauthn GET,POST key_id",
        "mfa_edit_webauthn GET,POST key_id",
        "usersessions_list GET,POST",
    ),
    **_lines(
        Who.ACCOUNT,
        "admin_home GET",
        "switch GET",
        "people GET",
        "add_people GET,POST",
        "change_people GET,POST action_code",
        "people_change GET change_id",
        "export_people GET",
        "events GET",
        "export_events GET",
        "importing GET",
        "department_ids GET",
        "invite_person GET,POST person_id",
        "invite_import GET,POST import_id",
        "person GET person_id",
        "edit_person GET,POST person_id",
        "deactivate POST person_id",
        "reactivate POST person_id",
        "add_place GET,POST person_id",
        "change_place GET,POST person_id place_id",
        "remove_place POST person_id place_id",
        "upload GET,POST",
        "sample_file GET",
        "template_file GET",
        "imports GET",
        "import GET import_id",
        "match GET,POST import_id",
        "reading GET,POST import_id",
        "start GET,POST import_id",
        "stop GET,POST import_id",
        "resume GET,POST import_id",
        "undo GET,POST import_id",
        "import_row GET,POST import_id number",
        "correct_all GET,POST import_id",
        "retry GET,POST import_id",
        "download_problems GET import_id",
        "download_result GET import_id",
        "download_people GET import_id",
    ),
    **_lines(
        Who.PARTNER,
        "departments GET,POST",
        "department GET department_id",
        "rename_department GET,POST department_id",
        "archive_department GET,POST department_id",
        "restore_department POST department_id",
        "security GET,POST",
        "erase_person GET,POST person_id",
        "person_data GET person_id",
    ),
}
