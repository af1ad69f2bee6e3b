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
    folded = unicodedata.normalize("NFKD", bare).casefold().replace("ı", "i")  # in Turkish, I is the capital of that
    return "".join(character for character in folded if character.isalnum())


def squashed(words: str) -> frozenset[str]:
    """The squashed forms of a list of headers, parted by commas."""
    return frozenset(squash(word) for word in words.split(","))


DEPARTMENT_LIKE: Final = squashed(
    "Department ID, Department, Departments, Dept, Dept ID, Department number, Department no, Department code, Dept no,"
    "Dept code, Dept number, Department ids, Departement, Département, Departamento, Dipartimento, Abteilung,"
    "Abteilungs-ID, Abteilungsnummer, Afdeling, Afdelings-id, Avdelning, Avdelnings-ID, Avdeling, Osasto, Dział, Отдел,"
    "Подразделение, Departman, Bölüm, Birim, Reparto, Servicio, Setor, 部署, 部署ID, 部門, 部门, 部门编号, 부서, 부서 ID, 부서명"
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
    "Name, Full name, Display name, Employee, Employee name, Employee full name, Person, Person name, Member name,"
    "Staff name, Staff member, User's name, Learner, Learner name, Student, Student name, Participant, Participant name,"
    "Contact name, Worker, Worker name, Legal name, Preferred name, Name and surname, Full legal name, First and last name,"
    "Last name first name, Complete name, Associate, Associate name, Teacher name, Attendee, Attendee name,"
    "Nombre, Nombre completo, Nombre y apellido, Nombre y apellidos, Nombres y apellidos, Apellido y nombre,"
    "Apellidos y nombre, Apellidos y nombres, Apellidos nombre, Empleado, Nombre del empleado, Trabajador, Alumno,"
    "Estudiante, Colaborador, Nombre del colaborador,"
    "Nom, Nom complet, Nom et prénom, Nom et prénoms, Nom prénom, Nom & prénom, Prénom et nom, Prénom nom, Prénom & nom,"
    "Salarié, Employé, Nom de l'employé, Nom du salarié, Collaborateur, Nom du collaborateur, Apprenant, Stagiaire,"
    "Élève, Étudiant,"
    "Nome, Nome completo, Nome e cognome, Cognome e nome, Nome cognome, Cognome nome, Nominativo, Dipendente,"
    "Nome dipendente, Collaboratore, Studente, Nome e sobrenome, Nome e apelido, Funcionário, Nome do funcionário,"
    "Nome do colaborador, Aluno, Nome do aluno, Estudante, Formando,"
    "Vollständiger Name, Vollname, Anzeigename, Vor- und Nachname, Vor- und Zuname, Vorname Nachname, Nachname Vorname,"
    "Vorname und Nachname, Nachname und Vorname, Mitarbeiter, Mitarbeiter/in, Mitarbeitende, Mitarbeitername,"
    "Name des Mitarbeiters, Teilnehmer, Teilnehmer/in, Teilnehmername, Schüler, Schüler/in,"
    "Naam, Volledige naam, Medewerker, Naam medewerker, Voor- en achternaam, Deelnemer, Werknemer, Weergavenaam,"
    "Namn, Fullständigt namn, Hela namnet, För- och efternamn, Förnamn och efternamn, Anställd, Medarbetare, Deltagare,"
    "Navn, Fulde navn, Fuldt navn, Fullt navn, Hele navnet, For- og efternavn, For- og etternavn, Medarbejder,"
    "Medarbeider, Ansatt, Visningsnavn, Nimi, Koko nimi, Etu- ja sukunimi, Työntekijä,"
    "Imię i nazwisko, Nazwisko i imię, Imię nazwisko, Nazwisko imię, Pełne imię i nazwisko, Pracownik, Uczestnik,"
    "Jméno a příjmení, Příjmení a jméno, Celé jméno, Zaměstnanec, Teljes név, Név, Nume complet, Nume și prenume,"
    "Ad Soyad, Ad ve soyad, Adı Soyadı, Adı ve soyadı, Tam ad, İsim, İsim soyisim, İsim soyad, Ad, Adı, Çalışan,"
    "Çalışan adı, Personel, Personel adı soyadı, Öğrenci, Öğrenci adı,"
    "Имя, Полное имя, ФИО, Ф. И. О., Фамилия и имя, Имя и фамилия, Фамилия Имя, Имя Фамилия, Фамилия Имя Отчество,"
    "Фамилия имя и отчество, Сотрудник, ФИО сотрудника, Имя сотрудника, Работник, Слушатель, Студент, Ученик,"
    "ПІБ, Повне ім'я, Ім'я та прізвище, Ονοματεπώνυμο,"
    "氏名, 名前, お名前, ご氏名, フルネーム, 表示名, 社員名, 従業員名, 社員氏名, 従業員氏名, 受講者名, 学生氏名, 担当者名,"
    "姓名, 全名, 员工姓名, 員工姓名, 员工, 学员姓名, 学生姓名, 學生姓名, 用户姓名, 显示名称, 顯示名稱, 名称,"
    "이름, 성명, 성함, 전체 이름, 직원명, 직원 이름, 사원명, 직원 성명, 학생 이름, 수강생"
)
FIRST_NAME: Final = squashed(
    "First name, First, Given name, Given names, Forename, Forenames, Christian name, Preferred first name,"
    "Legal first name, Employee first name, Fname, First names, Firstname(s), Vorname, Vornamen, Rufname, Prénom, Prénoms,"
    "Prénom usuel, Primer nombre, Nombres, Nombre de pila, Primeiro nome, Nome próprio, Nomes próprios, Nome di battesimo,"
    "Voornaam, Voornamen, Roepnaam, Förnamn, Tilltalsnamn, Fornavn, Etunimi, Etunimet, Imię, Imiona, Jméno, Křestní jméno,"
    "Keresztnév, Utónév, Prenume, Ім'я, Όνομα, 名, ファーストネーム"
)
LAST_NAME: Final = squashed(
    "Last name, Last, Surname, Surnames, Family name, Family names, Legal last name, Preferred last name,"
    "Employee last name, Lname, Last names, Nachname, Nachnamen, Familienname, Zuname, Nom de famille, Nom d'usage,"
    "Nom usuel, Apellido, Apellidos, Primer apellido, Apellido paterno, Cognome, Cognomi, Sobrenome, Sobrenomes, Apelido,"
    "Apelidos, Último nome, Achternaam, Familienaam, Efternamn, Etternavn, Efternavn, Sukunimi, Nazwisko, Příjmení,"
    "Vezetéknév, Családnév, Nume de familie, Soyad, Soyadı, Soyisim, Soy isim, Фамилия, Прізвище, Επώνυμο, 姓, 姓氏, 苗字,"
    "성, 성씨, ラストネーム"
)
FAMILY_NAME_FIRST: Final = squashed("姓, 姓氏, 苗字, 성, 성씨, Vezetéknév, Családnév")
"""Last-name headers of languages that write it before the first name."""
FIRST_BESIDE: Final = {
    squash(header): squashed(others)
    for header, others in {
        "Nombre": "Apellido, Apellidos, Primer apellido, Apellido paterno",
        "Nome": "Cognome, Cognomi, Sobrenome, Sobrenomes, Apelido, Apelidos, Último nome",
        "Имя": "Фамилия",
        "Ad": "Soyad, Soyadı",
        "Adı": "Soyad, Soyadı",
        "İsim": "Soyad, Soyadı, Soyisim, Soy isim",
        "名字": "姓, 姓氏",
        "名前": "苗字, 姓",
        "이름": "성, 성씨",
    }.items()
}
"""Headers that mean the first name when one of these last-name headers stands beside them, else the whole name."""
LAST_BESIDE: Final = {
    squash(header): squashed(others)
    for header, others in {
        "Name": "Vorname, Vornamen, Rufname",
        "Nom": "Prénom, Prénoms, Prénom usuel",
        "Naam": "Voornaam, Voornamen, Roepnaam",
        "Namn": "Förnamn, Tilltalsnamn",
        "Navn": "Fornavn",
        "Nume": "Prenume",
        "名字": "名",
    }.items()
}
"""The same for headers that mean the last name beside one of these first-name headers."""

EMAIL: Final = squashed(
    "Email, Emails, E-mail, E-mails, Mail, Email address, E-mail addresses, Mail address, Email ID, Work email,"
    "Work email address, Primary email, Primary email address, Official email, Business email, Business email address,"
    "Company email, Corporate email, User email, Employee email, Employee email address, Contact email, Student email,"
    "School email, Email work, Email primary, Electronic mail, User principal name, UPN,"
    "E-Mail-Adresse, E-Mail-Adressen, Mailadresse, E-Mail dienstlich, Dienstliche E-Mail, Dienstliche E-Mail-Adresse,"
    "Dienst-E-Mail, Geschäftliche E-Mail, Firmen-E-Mail, E-Mail geschäftlich, E-Mail Arbeit,"
    "Correo, Correo electrónico, Correos electrónicos, Dirección de correo, Dirección de correo electrónico, Email laboral,"
    "Correo laboral, Correo corporativo, Correo institucional, Correo de trabajo, Correo-e,"
    "Adresse e-mail, Adresse mail, Adresse électronique, Adresse de messagerie, Adresse courriel, Courriel, Mél, Mèl,"
    "Courrier électronique, Email professionnel, E-mail professionnel, Mail professionnel, Mail pro, Adresse e-mail"
    " professionnelle, Courriel professionnel, Messagerie,"
    "Posta elettronica, Indirizzo e-mail, Indirizzo mail, Indirizzo di posta elettronica, Email aziendale, Mail aziendale,"
    "E-mail di lavoro, Endereço de e-mail, Endereço eletrônico, Endereço eletrónico, Correio eletrônico,"
    "Correio eletrónico, E-mail corporativo, E-mail institucional, E-mail profissional,"
    "E-mailadres, Mailadres, E-mail adres, E-mail werk, Zakelijk e-mailadres, Zakelijke e-mail,"
    "E-post, E-postadress, E-postadresse, Epost, Mejl, Mejladress, Mailadress, E-mailadresse, Jobb-e-post, Arbeidsepost,"
    "Sähköposti, Sähköpostiosoite, Adres e-mail, Adres email, Adres poczty elektronicznej, Poczta elektroniczna, Poczta,"
    "E-mail służbowy, Email służbowy, E-mailová adresa, E-mail cím, Adresă de e-mail, E-posta, E-posta adresi,"
    "Eposta adresi, Mail adresi, E-mail adresi, İş e-postası, Kurumsal e-posta, Elektronik posta,"
    "Почта, Эл. почта, Эл. адрес, Электронная почта, Адрес электронной почты, Электронный адрес, Имейл, Емейл,"
    "Рабочая почта, Корпоративная почта, Адрес почты, Електронна пошта, Пошта, Ηλεκτρονική διεύθυνση,"
    "メール, メールアドレス, Eメール, Eメールアドレス, 電子メール, 電子メールアドレス, 社用メール, 会社メール,"
    "电子邮件, 電子郵件, 电子邮箱, 電子郵箱, 電子信箱, 邮箱, 邮箱地址, 邮件, 邮件地址, 电子邮件地址, 電子郵件地址, 电邮, 電郵,"
    "工作邮箱, 企业邮箱, 公司邮箱, 이메일, 이메일 주소, 메일, 메일 주소, 전자우편, 전자 메일, 전자 메일 주소, 회사 이메일"
)
EMAIL_LIKE: Final = re.compile(
    "e?mail|courriel|correo|epost|posta|почт|邮|郵件|メール|upn|userprincipalname|login|username"
)
"""Part of a squashed header that may hold addresses when no better one is there."""
LOGIN: Final = squashed("User principal name, UPN, Login, Username, User name")
"""Headers of names to sign in with: they may look like addresses to which nobody can write."""
SOMEBODY_ELSE: Final = re.compile(
    "manager|supervisor|superior|boss|parent|guardian|mother|father|emergency|nextofkin|spouse|approver|assistant"
    "|vorgesetzt|fuhrungskraft|eltern|notfall|mutter|vater|responsable|superieur|jefe|gerente|padre|madre|gestore"
    "|leidinggevende|przelozon|руководител|начальник|上司|保護者|緊急|经理|主管|紧急|家长|관리자|보호자"
)
"""Part of a squashed header over the names or addresses of other people than the row is about."""
SOMETHING_ELSE: Final = re.compile(
    "department|dept|abteilung|team|group|unit|division|title|position|job|company|organi[sz]ation|firma|location|city|country"
    "|street|address|school|course|cost|site|office|building|funktion|standort|ville|ciudad|puesto|cargo|poste|status|note"
    "|comment|account|login"
)
"""Part of a squashed header over what may look like names, and is none."""
