"""Who is removed for good in these tests, and where something of them is left."""

from django.db import connection

NAME, ADDRESS, MEMBER = "Zebulon Quarterstaff", "zebulon@quarterstaff.example", "ZQ-4711"
TOLD = (NAME, ADDRESS, f"{MEMBER}-M", "earlier@quarterstaff.example", "Zeb Quarter")
ROW = f"{NAME},{ADDRESS},,,{MEMBER}"


def left() -> list[str]:
    """Where in the database something of the person still stands."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT row::text FROM {table} AS row")
            texts = " ".join(text for (text,) in cursor.fetchall()).lower()
            found += [
                f"{table}: {word}: {texts[max(0, texts.find(word.lower()) - 200) :][:260]}"
                for word in TOLD
                if word.lower() in texts
            ]
    return found
