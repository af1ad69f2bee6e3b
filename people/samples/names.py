"""Names of the sample partner's people: many scripts, accents, and the letters that go wrong first."""

from collections.abc import Iterator
from typing import Final

from people.folding import fold

# Given names, family names, and how they stand together. "Name=latin" where the address needs another spelling.
_CULTURES: Final = [
    ("Åsa Björn Linnéa Sören", "Öberg Sjöström Ångström Lindqvist Håkansson", "{0} {1}"),
    ("Jürgen Käthe Jörg Änne", "Müller Weiß Köhler Schröder von_der_Größe", "{0} {1}"),
    ("Zoë François Éloïse Benoît", "Lefèvre Müller-Châtelain d’Arcy L’Hôpital Garçon", "{0} {1}"),
    ("José Begoña Íñigo Concepción", "Muñoz Núñez_Peña Ibáñez Güell Sáez", "{0} {1}"),
    ("Łukasz Małgorzata Zdzisław Żaneta", "Wójcik Błaszczyk Źrebiec Ćwik Gołąb", "{0} {1}"),
    ("İpek Çağrı Gülşen Işıl", "Yıldız Öztürk Şahin Çelik Doğan", "{0} {1}"),
    ("Siân Niamh Gráinne Aoife", "O’Neill McKenna Ní_Shúilleabháin Fitzgerald Nic_Gearailt", "{0} {1}"),
    ("Anh Đức Thảo Hương", "Nguyễn Trần Đặng Phạm Võ", "{1} {0}"),
    ("Adébáyọ̀ Ṣadé Olúwaṣeun Chiamaka", "Okafor Adéyemí Ọláníyan Eze Nwosu", "{0} {1}"),
    ("Þóra Æsa Guðrún Sigríður", "Jónsdóttir Þórsdóttir Ægisdóttir Björnsdóttir Ólafsdóttir", "{0} {1}"),
    (
        "Мария=maria Пётр=pyotr Юлия=yulia Алёна=alyona",
        "Шевченко=shevchenko Цой=tsoy Жук=zhuk Юрченко=yurchenko Щерба=shcherba",
        "{0} {1}",
    ),
    (
        "Ελένη=eleni Ιωάννα=ioanna Ζωή=zoi Άννα=anna",
        "Παππά=pappa Ρήγα=riga Ψαρρού=psarrou Λύκου=lykou Ξένου=xenou",
        "{0} {1}",
    ),
    (
        "ليلى=layla أحمد=ahmad سلمى=salma يوسف=yusuf",
        "حداد=haddad منصور=mansur خوري=khoury ناصر=nasser شمس=shams",
        "{0} {1}",
    ),
    ("आरव=aarav प्रिया=priya रोहन=rohan दिव्या=divya", "शर्मा=sharma गुप्ता=gupta नायर=nair सिंह=singh राव=rao", "{0} {1}"),
    ("芳=fang 伟=wei 子涵=zihan 静=jing", "王=wang 李=li 陈=chen 张=zhang 欧阳=ouyang", "{1}{0}"),
]


def sample_people() -> Iterator[tuple[str, str]]:
    """(Full name, the part of the address before the @) of 300 people, always the same, cultures mixed."""
    cultures = [
        [(given, family, order) for family in families.split() for given in givens.split()]
        for givens, families, order in _CULTURES
    ]
    for people in zip(*cultures, strict=True):
        for given, family, order in people:
            shown = order.format(_shown(given), _shown(family))
            yield shown, f"{_latin(given)}.{_latin(family)}"


def _shown(name: str) -> str:
    return name.partition("=")[0].replace("_", " ")


def _latin(name: str) -> str:
    native, _, latin = name.partition("=")
    return "".join(letter for letter in fold(latin or native) if letter.isascii() and letter.isalnum())
