"""Every change that a page can make is an event: who, what, when, from where. A new address that changes something needs its
line here, or in ``ELSEWHERE`` with the reason why not.
"""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from people import memberships, persons
from people.models import AccessToken, Event, Import, Invitation, Person
from people.models.events import EventKind
from people.models.imports import Status
from people.roles import Role
from tests.factories import PASSWORD, Cast, make_person
from tests.security.matrix import MATRIX, Who
from tests.web.uploads import csv, finish, post, send, work

FROM = "203.0.113.5"
ELSEWHERE = {
    "match": "prepares an import; what is imported is told by its start",
    "reading": "prepares an import; what is imported is told by its start",
    "account_signup": "closed",
    "account_confirm_email": "closed: addresses are the partner's",
    "account_email": "closed: addresses are the partner's",
    "account_confirm_login_code": "not offered",
    "account_set_password": "only leads to password_change for who has one",
    "account_reset_password": "asks for a mail; what follows it is on record (test_recovery.py)",
    "account_reset_password_from_key": "test_recovery.py",
    "account_reauthenticate": "changes nothing",
    "mfa_reauthenticate": "changes nothing",
    "mfa_reauthenticate_webauthn": "changes nothing",
    "mfa_authenticate": "the second half of signing in: test_two_factor.py",
    "mfa_login_webauthn": "signs in as any other way does: the same signal",
    "mfa_activate_totp": "test_two_factor.py",
    "mfa_deactivate_totp": "the same signal as its coming",
    "mfa_generate_recovery_codes": "the same signal as for an app",
    "mfa_add_webauthn": "the same signal as for an app",
    "mfa_remove_webauthn": "the same signal as for an app",
    "mfa_edit_webauthn": "only what one calls one's own passkey",
    "profile": "is one’s own choice of mails, and changes nothing of a partner’s",
    "usersessions_list": "ends one's own other sessions, and changes nothing of a partner's",
    "invitation": "test_invitations_accepting.py",
}
TWO_BAD_ROWS = ("Cy Coe,nowhere,,,", "Di Doe,di@example.org,77777777,,")
Step = Callable[[], Any]


def story(cast: Cast, mara: Client) -> Iterator[tuple[str, EventKind, Step]]:
    """Each address in turn: its name, what is to be on record, and the request, when its turn comes."""
    at = cast.northwind.pk

    def to(name: str, /, *args: int | str, **data: Any) -> Step:
        return lambda: mara.post(reverse(name, args=args if name in OWN else [at, *args]), data)

    yield "account_login", EventKind.SIGNED_IN, to("account_login", login=cast.mara.email, password=PASSWORD)
    yield "departments", EventKind.DEPARTMENT_CREATED, to("departments", name="Chemistry")
    physics = cast.physics.pk
    yield (
        "rename_department",
        EventKind.DEPARTMENT_RENAMED,
        to("rename_department", physics, name="Optics", seen="Physics"),
    )
    yield "archive_department", EventKind.DEPARTMENT_ARCHIVED, to("archive_department", physics)
    yield "restore_department", EventKind.DEPARTMENT_RESTORED, to("restore_department", physics)
    liv = cast.liv.persons.get()
    seen = {"seen_name": "Liv Lund", "seen_email": liv.email}
    renamed = {"full_name": "Liv Berg", "email": liv.email, **seen}
    yield "edit_person", EventKind.PERSON_RENAMED, to("edit_person", liv.pk, **renamed)
    yield (
        "add_place",
        EventKind.MEMBERSHIP_ADDED,
        to("add_place", liv.pk, account=physics, role="learner", member_id=""),
    )
    changed = {"role": "course_viewer", "member_id": "", "seen_role": "learner", "seen_member_id": ""}
    yield "change_place", EventKind.ROLE_CHANGED, to("change_place", liv.pk, physics, **changed)
    yield "remove_place", EventKind.MEMBERSHIP_REMOVED, to("remove_place", liv.pk, physics)
    yield "deactivate", EventKind.PERSON_DEACTIVATED, to("deactivate", liv.pk)
    yield "reactivate", EventKind.PERSON_REACTIVATED, to("reactivate", liv.pk)
    yield "invite_person", EventKind.INVITATION_RESENT, to("invite_person", liv.pk)
    address = f"{reverse('change_people', args=[at, 'deactivate'])}?person={liv.pk}"
    form = mara.get(address).context["form"]
    sent = {"key": form["key"].value(), "number": form["number"].value()}
    yield "change_people", EventKind.PERSON_DEACTIVATED, lambda: mara.post(address, sent)
    yield "erase_person", EventKind.PERSON_ERASED, to("erase_person", liv.pk, email=liv.email)
    yield "security", EventKind.SETTINGS_CHANGED, to("security")
    typed = {"people": "Bo Bell <bo@example.org>", "department": at, "role": "learner"}
    yield "add_people", EventKind.IMPORT_UPLOADED, to("add_people", **typed)
    work(Import.objects.get())
    yield "upload", EventKind.IMPORT_UPLOADED, lambda: post(mara, cast.northwind, csv(*TWO_BAD_ROWS))
    run = work(Import.objects.latest("pk"))
    yield "start", EventKind.IMPORT_STARTED, lambda: send(mara, "start", cast.northwind, run)
    yield "stop", EventKind.IMPORT_STOPPED, to("stop", run.pk)
    finish(mara, cast.northwind, run)
    right = {
        "name": "Cy Coe",
        "email": "cy@example.org",
        "department_id": "",
        "cerego_role": "",
        "member_id": "",
    }
    yield "import_row", EventKind.IMPORT_CORRECTED, to("import_row", run.pk, 2, action="save", **right)
    yield "retry", EventKind.IMPORT_RETRIED, to("retry", run.pk)
    work(run)
    form = mara.get(reverse("import", args=[at, run.pk])).context["problems"].form
    fixed = {form.problems[0].key: str(cast.maths.pk)}
    yield "correct_all", EventKind.IMPORT_CORRECTED, to("correct_all", run.pk, **fixed)
    mara.post(reverse("retry", args=[at, run.pk]))
    work(run)
    Invitation.objects.all().delete()
    yield "invite_import", EventKind.INVITATIONS_ASKED, to("invite_import", run.pk)
    yield "undo", EventKind.IMPORT_UNDOING, to("undo", run.pk)
    Import.objects.filter(pk=run.pk).update(status=Status.STOPPED)
    yield "resume", EventKind.IMPORT_CONTINUED, to("resume", run.pk)
    mara.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    made = {"name": "HR sync", "scope": "read", "account": "", "days": 30, "key": uuid4()}
    yield "create_token", EventKind.TOKEN_CREATED, to("create_token", **made)
    yield "revoke_token", EventKind.TOKEN_REVOKED, to("revoke_token", AccessToken.objects.get().pk)
    password = {"oldpassword": PASSWORD, "password1": "another long password", "password2": "another long password"}
    yield "account_change_password", EventKind.PASSWORD_CHANGED, to("account_change_password", **password)
    yield "account_logout", EventKind.SIGNED_OUT, to("account_logout")


OWN = {"account_login", "account_logout", "account_change_password", "create_token", "revoke_token"}


@pytest.fixture
def setting(cast: Cast, settings: Settings) -> None:
    """Mara has come in before, has a password, and has required two-factor sign-in, which she takes back."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cast.mara.set_password(PASSWORD)
    cast.mara.save()
    Person.objects.filter(user=cast.mara).update(invited_at="2026-01-01T00:00Z", joined_at="2026-01-01T00:00Z")


def test_every_change_of_a_page_is_on_record_with_who_what_and_from_where(cast: Cast, setting: None) -> None:
    mara, told = Client(REMOTE_ADDR=FROM), set()
    for name, kind, request in story(cast, mara):
        if name == "security":
            _require_two_factor(cast)
        before = set(Event.objects.values_list("pk", flat=True))
        answer = request()
        assert answer.status_code in (200, 302), (name, answer.status_code, answer.content.decode()[-3000:])
        found = Event.objects.exclude(pk__in=before).filter(kind=kind)
        assert [(event.by, event.origin, event.account and event.account.partner_id) for event in found] == [
            (cast.mara, FROM, cast.northwind.pk)
        ], name
        told.add(name)
    changing = {name for name, line in MATRIX.items() if "POST" in line.methods and line.who is not Who.TOKEN}
    assert told.isdisjoint(ELSEWHERE)
    assert changing == told | set(ELSEWHERE), "an address that changes something needs its line here"


def _require_two_factor(cast: Cast) -> None:
    from allauth.mfa.models import Authenticator

    from departments.models import Account

    Authenticator.objects.create(user=cast.mara, type=Authenticator.Type.TOTP, data={})
    Account.objects.filter(pk=cast.northwind.pk).update(admins_need_two_factor=True)


def test_what_many_people_get_at_once_is_on_record_for_each(cast: Cast) -> None:
    people = [make_person(cast.maths, f"Person {number}") for number in range(3)]
    for person in people:
        persons.deactivate(person=person, by=cast.mara)
        memberships.change_role(membership=person.memberships.get(), role=Role.COURSE_VIEWER, by=cast.mara)
    assert Event.objects.filter(kind=EventKind.PERSON_DEACTIVATED).count() == 3
