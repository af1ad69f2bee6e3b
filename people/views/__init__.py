"""The people pages: home and the Admin page, the lists of people, and the pages of one person."""

from people.views.adding import add_people_page
from people.views.bulk import change_people, export_people, people_change
from people.views.events import events, export_events
from people.views.home import admin_home, home
from people.views.invitations import invitation, invite_import, invite_person
from people.views.listing import department, importing, people
from people.views.person import add_place, change_place, deactivate, edit_person, person, reactivate, remove_place
from people.views.privacy import erase_person, person_data
from people.views.profile import profile
from people.views.security import security
from people.views.switch import switch
from people.views.tokens import create_token, revoke_token, token_list

__all__ = [
    "add_people_page",
    "add_place",
    "admin_home",
    "change_people",
    "change_place",
    "create_token",
    "deactivate",
    "department",
    "edit_person",
    "erase_person",
    "events",
    "export_events",
    "export_people",
    "home",
    "importing",
    "invitation",
    "invite_import",
    "invite_person",
    "people",
    "people_change",
    "person",
    "person_data",
    "profile",
    "reactivate",
    "remove_place",
    "revoke_token",
    "security",
    "switch",
    "token_list",
]
