"""placeholder while the embedded services are written"""


def database_url() -> str:
    return "postgresql://postgres@127.0.0.1:5432/cerego_dev"


def redis_url() -> str:
    return "redis://127.0.0.1:6379/0"
