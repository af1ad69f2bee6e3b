"""What columns are called in files about people, in several languages (R1, R3).

Pure. A *squashed* header is what is compared with these lists: without case, accents, blanks, punctuation and bracketed
additions, so that `E-Mail Address [Required]` is `emailaddress`.
"""

import re
import unicodedata
from typing import Final

BRACKETED: Final = re.compile(r"\[[^\]]*\]|\([^)]*\)|（[^）]*）")
SHOUTED: Final = re.compile(r"\brequired\s*$", re.IGNORECASE)


def squash(header: str) -> str:
    """A header without what does not matter in it; see the module's docstring."""
    bare = SHOUTED.sub("", BRACKETED.sub(" ", header)).strip() or header
    folded = unicodedata.normalize("NFKD", bare).casefold()
    return "".join(character for character in folded if character.isalnum())


def squashed(words: str) -> frozenset[str]:
    """The squashed forms of a list of headers, parted by commas."""
    return frozenset(squash(word) for word in words.split(","))


DEPARTMENT_LIKE: Final = squashed(
    "Department ID, Department, Departments, Dept, Dept ID, Department number, Department no, Department code, Dept no,"
    "Dept code, Dept number, Department ids, Departement, Département, Departamento, Dipartimento, Abteilung,"
    "Abteilungs-ID, Abteilungsnummer, Afdeling, Avdelning, Avdeling, Osasto, Dział, Отдел, 部署, 部門, 部门, 부서"
)
ROLE_LIKE: Final = squashed(
    "Cerego Role, Role, Roles, User role, Role name, Access role, Rol, Rolle, Rôle, Ruolo, Roll, Papel, Роль, 役割, ロール,"
    "角色, 역할"
)
MEMBER_LIKE: Final = squashed(
    "Member ID, Member ids, Member number, Member no, Membership ID, Employee ID, Employee number, Employee no,"
    "Employee code, Emp ID, Emp no, Staff ID, Staff number, Staff no, Personnel number, Personnel no, Person ID,"
    "Payroll number, Worker ID, Student ID, Student number, SIS ID, ID number, External ID, Mitarbeiternummer,"
    "Mitarbeiter-ID, Personalnummer, Mitgliedsnummer, Matricule, Numéro de matricule, Numéro d'employé,"
    "Número de empleado, ID de empleado, Matricola, Matrícula, Personeelsnummer, Anställningsnummer, Табельный номер,"
    "社員番号, 従業員番号, 员工编号, 사번"
)
FULL_NAME: Final = squashed(
    "Name, Full name, Display name, Employee, Employee name, Person, Person name, Member name, Staff name, User's name,"
    "Learner, Learner name, Student, Student name, Participant, Participant name, Contact name, Worker, Worker name,"
    "Legal name, Preferred name, Nombre, Nombre completo, Nombre y apellidos, Apellidos y nombre, Empleado, Nom,"
    "Nom complet, Nom et prénom, Nom prénom, Prénom et nom, Prénom nom, Salarié, Employé, Nome, Nome completo,"
    "Nome e cognome, Cognome e nome, Nominativo, Dipendente, Vollständiger Name, Vor- und Nachname, Vorname Nachname,"
    "Nachname Vorname, Mitarbeiter, Mitarbeitername, Naam, Volledige naam, Medewerker, Namn, Fullständigt namn, Navn,"
    "Fulde navn, Fullt navn, Nimi, Koko nimi, Imię i nazwisko, Jméno a příjmení, Celé jméno, Ad Soyad, Nome e sobrenome,"
    "Имя, Полное имя, ФИО, 氏名, 名前, お名前, 姓名, 이름, 성명, Name and surname, Full legal name"
)
FIRST_NAME: Final = squashed(
    "First name, First, Given name, Given names, Forename, Forenames, Christian name, Preferred first name,"
    "Legal first name, Fname, Vorname, Rufname, Prénom, Prénoms, Primer nombre, Nombres, Nombre de pila, Primeiro nome,"
    "Voornaam, Förnamn, Fornavn, Etunimi, Imię, Jméno, Keresztnév, 名"
)
LAST_NAME: Final = squashed(
    "Last name, Last, Surname, Family name, Family names, Legal last name, Preferred last name, Lname, Nachname,"
    "Familienname, Zuname, Nom de famille, Apellido, Apellidos, Cognome, Sobrenome, Apelido, Último nome, Achternaam,"
    "Efternamn, Etternavn, Efternavn, Sukunimi, Nazwisko, Příjmení, Vezetéknév, Soyad, Фамилия, 姓"
)
FAMILY_NAME_FIRST: Final = squashed("姓")
"""Last-name headers of languages that write it before the first name."""
FIRST_BESIDE: Final = {
    squash(header): squashed(others)
    for header, others in {
        "Nombre": "Apellido, Apellidos",
        "Nome": "Cognome, Sobrenome, Apelido, Último nome",
        "Имя": "Фамилия",
        "Ad": "Soyad",
    }.items()
}
"""Headers that mean the first name when one of these last-name headers stands beside them, else the whole name."""
LAST_BESIDE: Final = {
    squash(header): squashed(others)
    for header, others in {
        "Name": "Vorname, Rufname",
        "Nom": "Prénom, Prénoms",
        "Naam": "Voornaam",
        "Namn": "Förnamn",
        "Navn": "Fornavn",
    }.items()
}
"""The same for headers that mean the last name beside one of these first-name headers."""

EMAIL: Final = squashed(
    "Email, Emails, E-mail, Mail, Email address, E-mail addresses, Mail address, Email ID, Work email,"
    "Work email address, Primary email, Official email, Business email, Company email, Corporate email, User email,"
    "Employee email, Contact email, Student email, User principal name, UPN, E-Mail-Adresse, Mailadresse,"
    "E-Mail dienstlich, Dienstliche E-Mail, Correo, Correo electrónico, Dirección de correo electrónico, Email laboral,"
    "Adresse e-mail, Adresse mail, Adresse électronique, Adresse de messagerie, Courriel, Mél, Posta elettronica,"
    "Indirizzo e-mail, Indirizzo di posta elettronica, Endereço de e-mail, Correio eletrônico, E-mailadres, E-post,"
    "E-postadress, E-postadresse, Sähköposti, Sähköpostiosoite, Adres e-mail, E-mailová adresa, E-posta, Почта,"
    "Электронная почта, Адрес электронной почты, メール, メールアドレス, Eメール, 电子邮件, 電子郵件, 邮箱, 邮件, 이메일"
)
EMAIL_LIKE: Final = re.compile("e?mail|courriel|correo|upn|userprincipalname|login|username")
"""Part of a squashed header that may hold addresses when no better one is there."""
