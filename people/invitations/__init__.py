"""Invitations (R31): one mail a person, after the commit, paced in the background, never to those who have come in.

Nobody's mail is sent where it is asked for: asking writes a line into PostgreSQL (``asking``), workers send what is due
(``sending``), and the link in the mail leads to where a password is set (``accepting``).
"""

from people.invitations.accepting import accept, by_link, send_to_mailbox
from people.invitations.asking import invitable, invite, may_come, newcomers, people_of, resend
from people.invitations.links import Proof, link
from people.invitations.sending import send_due
from people.invitations.standing import Standing, standing

__all__ = [
    "Proof",
    "Standing",
    "accept",
    "by_link",
    "invitable",
    "invite",
    "link",
    "may_come",
    "newcomers",
    "people_of",
    "resend",
    "send_due",
    "send_to_mailbox",
    "standing",
]
