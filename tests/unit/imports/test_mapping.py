import pytest

from cerego.errors import Refused
from people.imports.header.columns import Field
from people.imports.matching.guessing import is_full_name
from people.imports.matching.mapping import Mapping, build, guess, labels, near_misses, resolve, unused
from people.imports.reading.reader import SourceRow

ADDRESSES = ("ann@example.org", "bob@example.org", "cid@example.org")


def rows(*columns: tuple[str, ...]) -> list[SourceRow]:
    return [SourceRow(number, number, cells) for number, cells in enumerate(zip(*columns, strict=True), start=2)]


def refusal(header, **columns) -> Refused:
    with pytest.raises(Refused) as caught:
        build(header, **columns)
    return caught.value


@pytest.mark.parametrize(
    ("header", "name", "email"),
    [
        (["Full name", "E-mail"], (0,), 1),
        (["Mail", "Name"], (1,), 0),
        (["Employee", "Work Email", "Manager Email"], (0,), 1),
        (["Nombre", "Correo electrónico"], (0,), 1),
        (["Nom complet", "Adresse e-mail"], (0,), 1),
        (["Vollständiger Name", "E-Mail-Adresse"], (0,), 1),
        (["氏名", "メールアドレス"], (0,), 1),
        (["ФИО", "Электронная почта"], (0,), 1),
        (["First name", "Last name", "Email"], (0, 1), 2),
        (["Surname", "Given names", "Email"], (1, 0), 2),
        (["Name", "Vorname", "E-Mail"], (1, 0), 2),
        (["Nom", "Prénom", "Courriel"], (1, 0), 2),
        (["Nombre", "Apellidos", "Correo"], (0, 1), 2),
        (["Nome", "Cognome", "Posta elettronica"], (0, 1), 2),
        (["姓", "名", "メール"], (0, 1), 2),
        (["Nombre(s)", "Apellido(s)", "Correo electrónico"], (0, 1), 2),
        (["Apellidos y nombres", "Correo institucional"], (0,), 1),
        (["Nom d'usage", "Prénom usuel", "Mél"], (1, 0), 2),
        (["Collaborateur", "E-mail professionnel"], (0,), 1),
        (["Familienname", "Rufname", "Dienstliche E-Mail"], (1, 0), 2),
        (["Mitarbeiter:in", "Mailadresse"], (0,), 1),
        (["Nominativo", "Indirizzo e-mail"], (0,), 1),
        (["Nome", "Apelido", "Correio eletrónico"], (0, 1), 2),
        (["Nome do colaborador", "Endereço de e-mail"], (0,), 1),
        (["Roepnaam", "Achternaam", "E-mailadres"], (0, 1), 2),
        (["Naam", "Voornaam", "E-mail"], (1, 0), 2),
        (["Medewerker", "Mailadres"], (0,), 1),
        (["Imię", "Nazwisko", "Adres e-mail"], (0, 1), 2),
        (["Nazwisko i imię", "Poczta elektroniczna"], (0,), 1),
        (["Förnamn", "Efternamn", "E-postadress"], (0, 1), 2),
        (["För- och efternamn", "Mejl"], (0,), 1),
        (["Fornavn", "Etternavn", "E-post"], (0, 1), 2),
        (["Fulde navn", "E-mailadresse"], (0,), 1),
        (["Etunimi", "Sukunimi", "Sähköposti"], (0, 1), 2),
        (["Ad", "Soyad", "E-posta"], (0, 1), 2),
        (["Adı", "Soyadı", "E-posta adresi"], (0, 1), 2),
        (["ADI SOYADI", "E-POSTA"], (0,), 1),
        (["Фамилия", "Имя", "Отчество", "Эл. почта"], (1, 0), 3),
        (["Сотрудник", "Рабочая почта"], (0,), 1),
        (["姓名", "电子邮箱"], (0,), 1),
        (["姓氏", "名字", "郵箱"], (0, 1), None),
        (["姓氏", "名字", "電子郵件"], (0, 1), 2),
        (["員工姓名", "電郵"], (0,), 1),
        (["社員名", "メールアドレス"], (0,), 1),
        (["苗字", "名前", "Eメール"], (0, 1), 2),
        (["성명", "이메일 주소"], (0,), 1),
        (["성", "이름", "전자우편"], (0, 1), 2),
        (["이름", "이메일"], (0,), 1),
        (["First name", "Last name", "Display name", "Email"], (2,), 3),
        (["First Name [Required]", "Last Name [Required]", "Email Address [Required]"], (0, 1), 2),
        (["Name [displayName] Required", "User name [userPrincipalName] Required"], (0,), 1),
        (["login", "firstName", "lastName", "email"], (1, 2), 3),
        (["sourcedId", "givenName", "familyName", "email"], (1, 2), 3),
        (["username", "firstname", "lastname", "email", "cohort1"], (1, 2), 3),
        (["First name", "Email"], (), 1),
        (["A", "B"], (), None),
    ],
)
def test_r1_it_guesses_name_and_email_by_their_headers(header, name, email):
    guessed = guess(header, [])
    assert (guessed.name, guessed.email) == (name, email)


def test_r1_it_guesses_by_the_values_where_headers_say_nothing():
    sample = rows(("1", "2", "3"), ("Ann Lee", "Bob Ray", "Cid O’Neil"), ADDRESSES)
    guessed = guess(["No", "Who", "Where"], sample)
    assert (guessed.name, guessed.email) == ((1,), 2)


def test_r1_it_prefers_the_column_that_has_addresses():
    sample = rows(("yes", "no", "yes"), ADDRESSES, ("", "", ""))
    assert guess(["Email", "Contact", "E-mail address"], sample).email == 1
    assert guess(["User name", "Email", "Login"], rows(ADDRESSES, ADDRESSES, ADDRESSES)).email == 1


def test_r1_it_guesses_nothing_where_names_were_parted_at_a_comma_within_them():
    sample = rows(("Lee", "Ray", "Oh"), (" Ann", " Bob", " Cid"), ADDRESSES)
    guessed = guess(["Name", "Email", "Note"], sample)
    assert (guessed.name, guessed.email) == ((), None)
    assert guess(["Name", "Email", "Work email"], sample).email == 2
    assert guess(["Name", "First name", "Note"], sample).email == 2


def test_r1_it_leaves_columns_that_are_hardly_filled():
    blank = ("", "", "")
    sample = rows(blank, ("Ann", "Bob", "Cid"), ("Lee", "Ray", "Oh"), ADDRESSES, ("x@example.org", "", ""))
    guessed = guess(["Display name", "First name", "Last name", "User principal name", "Mail"], sample)
    assert (guessed.name, guessed.email) == ((1, 2), 3)
    assert guess(["Name", "Email"], rows(("Ann Lee", "", ""), ADDRESSES)).name == (0,)


def test_r1_it_takes_nobodys_manager_for_the_person():
    sample = rows(("Ann Lee", "Bob Ray", "Cid Oh"), ("ann@example.org", "", ""), ADDRESSES, ADDRESSES)
    assert guess(["Name", "Email", "Manager email", "Reports to"], sample).email == 1


def test_r1_it_takes_nobody_elses_address_and_no_department_for_a_name():
    names = ("Ann Lee", "Bob Ray", "Cid Oh")
    for header in ("Manager Email", "Parent e-mail", "Emergency contact mail", "E-Mail Vorgesetzte", "Correo del jefe"):
        assert guess(["Name", header], rows(names, ADDRESSES)).email is None
        assert guess(["Name", header, "Login"], rows(names, ADDRESSES, ADDRESSES)).email == 2
    for header in ("Department name", "Abteilung", "Job title", "Manager", "Line manager name", "Address", "Rolle"):
        assert guess([header, "Email"], rows(names, ADDRESSES)).name == ()
        assert guess([header, "Who", "Email"], rows(names, names, ADDRESSES)).name == (1,)


def test_r1_it_prefers_addresses_one_can_write_to():
    assert guess(["userPrincipalName", "mail"], rows(ADDRESSES, ADDRESSES)).email == 1


@pytest.mark.parametrize(
    "names", [("山田太郎", "佐藤花子", "鈴木一郎"), ("王小明", "李丽华", "张伟"), ("김철수", "박영희", "이민호")]
)
def test_r1_it_knows_names_without_a_blank(names):
    assert guess(["x", "y"], rows(names, ADDRESSES)).name == (0,)


def test_r1_it_never_guesses_the_same_column_twice():
    guessed = guess(["Name", "x"], rows(ADDRESSES, ("1", "2", "3")))
    assert guessed.email == 0
    assert guessed.name == ()


def test_r1_it_leaves_broken_rows_out_of_account():
    assert guess(["a", "b"], [SourceRow(2, 2, ("", ""))]).email is None


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"name": [], "email": 1}, "mapping.name_missing"),
        ({"name": [0], "email": None}, "mapping.email_missing"),
        ({"name": [1], "email": 1}, "mapping.same_column"),
        ({"name": [0, 1], "email": 1}, "mapping.same_column"),
        ({"name": [0, 0], "email": 1}, "mapping.same_column"),
        ({"name": [0], "email": 2}, "mapping.no_such_column"),
        ({"name": [-1], "email": 1}, "mapping.no_such_column"),
    ],
)
def test_r1_name_and_email_are_two_different_columns(columns, code):
    assert refusal(["Name", "Email"], **columns).code == code


def test_r1_the_column_chosen_twice_is_named():
    assert refusal(["A", "B", "C"], name=[0, 0], email=1).context == {"letter": "A", "header": "A"}


def test_r2_exact_headers_are_found_and_others_are_not():
    header = ["Name", "Email", "\ufeffmember_id ", "Role", "department_id", "Department_ID"]
    assert build(header, name=[0], email=1) == Mapping(name=(0,), email=1, department=4, role=None, member=2)


def test_r2_an_exact_column_is_guessed_to_be_nothing_else():
    guessed = guess(["member_id", "Name"], rows(ADDRESSES, ("Ann Lee", "Bob Ray", "Cid Oh")))
    assert (guessed.email, guessed.exact) == (None, ((0, Field.MEMBER),))


def test_r3_near_misses_are_told_and_not_used():
    header = ["Name", "Email", "Role", "Department ID", "member_id"]
    assert near_misses(header) == ((2, Field.ROLE), (3, Field.DEPARTMENT))
    assert guess(header, []).near_misses == ((2, Field.ROLE), (3, Field.DEPARTMENT))
    assert build(header, name=[0], email=1).role is None


def test_r4_unused_columns_are_told():
    header = ["Name", "Email", "password", "cerego_role", "Role", "id", ""]
    assert unused(header, build(header, name=[0], email=1)) == (2, 4, 5, 6)
    assert guess(header, []).unused == (2, 4, 5, 6)


def test_r5_columns_are_labelled_by_letter():
    assert labels(["Name", "", " Name "]) == ("A · Name", "B · (no header)", "C · Name")


def test_r5_an_exact_header_that_stands_twice_is_refused():
    refused = refusal(["Name", "cerego_role", "Email", " cerego_role"], name=[0], email=2)
    assert (refused.code, refused.context) == ("mapping.exact_twice", {"field": "cerego_role", "letters": ["B", "D"]})


@pytest.mark.parametrize(
    ("column", "index"), [("Name", 0), (" Email ", 1), ("B", 1), ("b", 1), ("C", 3), ("D", 3), ("A", 0)]
)
def test_r5_a_column_is_named_by_header_or_letter(column, index):
    assert resolve(["Name", "Email", "", "C"], column) == index


@pytest.mark.parametrize("column", ["E", "name", "", "AA", "Ä", "1"])
def test_r5_an_unknown_column_is_refused(column):
    with pytest.raises(Refused) as caught:
        resolve(["Name", "Email", "", "C"], column)
    assert caught.value.code == "mapping.no_such_column"


def test_r5_a_header_that_stands_twice_must_be_chosen_by_letter():
    with pytest.raises(Refused) as caught:
        resolve(["Email", "Name", "Email"], "Email")
    assert (caught.value.code, caught.value.context["letters"]) == ("mapping.ambiguous", ["A", "C"])
    assert resolve(["Email", "Name", "Email"], "C") == 2


def test_it_remembers_what_it_stored():
    mapping = Mapping(name=(1, 0), email=2, role=4)
    assert Mapping.from_json(mapping.as_json()) == mapping


@pytest.mark.parametrize("header", [["Name", "Email", "Email"], ["Name", "Name", "Email"]])
def test_r5_a_header_that_stands_twice_is_not_guessed(header):
    guessed = guess(header, [SourceRow(2, 2, ("Ana Ruiz", "ana@x.example", "ana@x.example"))])

    assert not guessed.name or guessed.email is None


def test_it_judges_long_cells_in_linear_time():
    cell = "a" + ", " * 200_000 + "!"

    assert not is_full_name(cell)
    assert is_full_name("Ruiz, Ana")
    assert is_full_name("Ana M. Ruiz Jr.")
    assert not is_full_name("Room 12")
    assert not is_full_name("Ana")
