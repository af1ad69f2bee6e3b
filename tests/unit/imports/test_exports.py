"""Files in the shapes that other products export: they come in without anything to choose."""

import csv
import io

import pytest

from people.imports.deciding.parse import parse
from people.imports.matching.mapping import Mapping, build, guess
from people.imports.reading.detection import detect
from people.imports.reading.dialect import Dialect
from people.imports.reading.reader import read_header, read_rows
from tests.unit.imports.files import LIMITS

PEOPLE = [
    ("Ana", "Ruiz", "ana.ruiz@school.example"),
    ("Jörg", "Müller", "jorg@school.example"),
    ("Li", "Wei", "li@school.example"),
]
"""Who is in each of the files: first name, last name, address."""


def columns(text: str) -> list[str]:
    return text.split(",")


GOOGLE = columns(
    "First Name [Required],Last Name [Required],Email Address [Required],Password [Required],"
    "Password Hash Function [UPLOAD ONLY],Org Unit Path [Required],New Primary Email [UPLOAD ONLY],Status [READ ONLY],"
    "Last Sign In [READ ONLY],Recovery Email,Home Secondary Email,Work Secondary Email,Recovery Phone [MUST BE IN THE E.164"
    " FORMAT],Work Phone,Home Phone,Mobile Phone,Work Address,Home Address,Employee ID,Employee Type,Employee Title,"
    "Manager Email,Department,Cost Center,Building ID,Floor Name,Floor Section,2sv Enrolled [READ ONLY]"
)
ENTRA_TEMPLATE = columns(
    "Name [displayName] Required,User name [userPrincipalName] Required,Initial password [passwordProfile] Required,"
    "Block sign in (Yes/No) [accountEnabled] Required,First name [givenName],Last name [surname],Job title [jobTitle],"
    "Department [department],Usage location [usageLocation],Street address [streetAddress],State or province [state],"
    "Country or region [country],Office [physicalDeliveryOfficeName],City [city],ZIP or postal code [postalCode],"
    "Office phone [telephoneNumber],Mobile phone [mobile]"
)
ENTRA_EXPORT = columns(
    "userPrincipalName,displayName,surname,mail,givenName,id,userType,jobTitle,department,accountEnabled,usageLocation,"
    "streetAddress,state,country,officeLocation,city,postalCode,telephoneNumber,mobilePhone,alternateEmailAddress,ageGroup,"
    "consentProvidedForMinor,legalAgeGroupClassification,companyName,creationType,directorySynced,invitationState,"
    "identityIssuer,createdDateTime"
)
OKTA = columns(
    "login,firstName,lastName,middleName,honorificPrefix,honorificSuffix,email,title,displayName,nickName,profileUrl,"
    "secondEmail,mobilePhone,primaryPhone,streetAddress,city,state,zipCode,countryCode,postalAddress,preferredLanguage,"
    "locale,timezone,userType,employeeNumber,costCenter,organization,division,department,managerId,manager"
)
ONEROSTER = columns(
    "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,"
    "identifier,email,sms,phone,agentSourcedIds,grades,password"
)
MOODLE = columns("username,password,firstname,lastname,email,course1,group1,cohort1,profile_field_department")
CANVAS = columns(
    "user_id,integration_id,authentication_provider_id,login_id,password,ssha_password,first_name,last_name,full_name,"
    "sortable_name,short_name,email,pronouns,status,declared_user_type"
)
SNIPE_IT = columns(
    "id,Company,Title,Employee No.,Name,Username,Email,Manager,Location,Department,Assets,Licenses,Accessories,"
    "Consumables,Groups,Notes,Login Enabled,Created At"
)
BAMBOO_HR = [
    "Employee #",
    "Last name, First name",
    *columns("First Name,Last Name,Display name,Job Title,Department,Division,Location,Work Email,Home Email,Status"),
]
WORKDAY = columns(
    "Employee ID,Worker,Legal Name - First Name,Legal Name - Last Name,Preferred Name,Email - Primary Work,Business Title,"
    "Supervisory Organization,Manager,Hire Date"
)
SUCCESS_FACTORS = columns(
    "STATUS,USERID,USERNAME,FIRSTNAME,LASTNAME,MI,GENDER,EMAIL,MANAGER,HR,DEPARTMENT,JOBCODE,DIVISION,LOCATION,TIMEZONE,"
    "HIREDATE,EMPID,TITLE,BIZ_PHONE,FAX,ADDR1,ADDR2,CITY,STATE,ZIP,COUNTRY"
)


def google(first, last, email, n):
    return {
        0: first,
        1: last,
        2: email,
        3: "****",
        5: "/Staff",
        7: "Active",
        9: f"{n}@home.example",
        21: "boss@school.example",
    }


def entra_template(first, last, email, n):
    return {0: f"{first} {last}", 1: email, 2: "change-me", 3: "No", 4: first, 5: last, 7: "Science"}


def entra_export(first, last, email, n):
    mail = email if n else ""  # a guest, or somebody without a mailbox
    return {0: email, 1: f"{first} {last}", 2: last, 3: mail, 4: first, 5: f"0c4f-{n}", 6: "Member", 9: "True"}


def okta(first, last, email, n):
    return {0: email, 1: first, 2: last, 6: email, 11: f"{n}@home.example", 28: "Science", 30: "Boss Person"}


def oneroster(first, last, email, n):
    return {0: f"u-{n}", 1: "active", 4: "org-1", 5: "student", 6: email.split("@")[0], 8: first, 9: last, 12: email}


def moodle(first, last, email, n):
    return {0: email.split("@")[0], 1: "", 2: first, 3: last, 4: email, 5: "maths"}


def canvas(first, last, email, n):
    return {0: f"u{n}", 3: email.split("@")[0], 6: first, 7: last, 11: email, 13: "active"}


def snipe_it(first, last, email, n):
    return {0: str(n), 1: "Northwind", 4: f"{first} {last}", 5: first.lower(), 6: email, 7: "Boss Person", 9: "Science"}


def bamboo_hr(first, last, email, n):
    full, turned = f"{first} {last}", f"{last}, {first}"
    return {
        0: str(n + 1),
        1: turned,
        2: first,
        3: last,
        4: full,
        5: "T",
        6: "Science",
        9: email,
        10: f"{n}@home.example",
    }


def workday(first, last, email, n):
    full = f"{first} {last}"
    return {0: f"{n:06}", 1: f"{full} ({n:06})", 2: first, 3: last, 4: full, 5: email, 7: "Science", 8: "Boss Person"}


def success_factors(first, last, email, n):
    return {
        0: "active",
        1: f"u{n}",
        2: email.split("@")[0],
        3: first,
        4: last,
        7: email,
        8: "boss",
        14: "UTC",
        16: str(n),
    }


SHAPES = {
    "Google Workspace": (GOOGLE, google, "", {}),
    "Microsoft Entra, its template": (ENTRA_TEMPLATE, entra_template, "version:v1.0\r\n", {}),
    "Microsoft Entra, its export": (ENTRA_EXPORT, entra_export, "", {"quoting": csv.QUOTE_ALL}),
    "Okta": (OKTA, okta, "", {"quoting": csv.QUOTE_ALL}),
    "OneRoster": (ONEROSTER, oneroster, "", {"quoting": csv.QUOTE_ALL}),
    "Moodle": (MOODLE, moodle, "", {}),
    "Moodle in Germany": (MOODLE, moodle, "", {"delimiter": ";"}),
    "Canvas": (CANVAS, canvas, "", {}),
    "Snipe-IT": (SNIPE_IT, snipe_it, "", {}),
    "BambooHR": (BAMBOO_HR, bamboo_hr, "", {}),
    "Workday": (WORKDAY, workday, "", {"quoting": csv.QUOTE_ALL}),
    "SAP SuccessFactors": (SUCCESS_FACTORS, success_factors, "", {}),
}


def export(shape: str) -> bytes:
    """A file as that product writes it."""
    header, cells_of, above, written = SHAPES[shape]
    target = io.StringIO(newline="")
    target.write(above)
    writer = csv.writer(target, **written)
    writer.writerow(header)
    for number, person in enumerate(PEOPLE):
        cells = cells_of(*person, number)
        writer.writerow([cells.get(index, "") for index in range(len(header))])
    return target.getvalue().encode("utf-8-sig" if "Entra" in shape else "utf-8")


def come_in(content: bytes) -> tuple[Dialect, tuple[str, ...], Mapping, list[tuple[str, str]]]:
    """What is guessed of a file, and the people that come of it."""
    stream = io.BytesIO(content)
    dialect = detect(stream, file_name="export.csv", limits=LIMITS)
    header = read_header(stream, dialect)
    rows = list(read_rows(stream, dialect, limits=LIMITS))
    guessed = guess(header, rows)
    mapping = build(header, name=guessed.name, email=guessed.email)
    parsed = [parse(row, mapping) for row in rows]
    return dialect, header, mapping, [(row.name, row.email) for row in parsed]


@pytest.mark.parametrize("shape", SHAPES)
def test_it_comes_in_with_no_more_than_a_glance(shape):
    dialect, header, _, people = come_in(export(shape))
    assert list(header) == SHAPES[shape][0]
    assert dialect.confident
    assert people == [(f"{first} {last}", email) for first, last, email in PEOPLE]


@pytest.mark.parametrize("shape", SHAPES)
def test_r2_it_uses_nothing_else_of_them(shape):
    mapping = come_in(export(shape))[2]
    assert (mapping.department, mapping.role, mapping.member) == (None, None, None)
