"""The API (people/api). Access is a lookup there too."""

from cerego.settings.environment import rate

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],  # people.api.base says who calls
    "DEFAULT_THROTTLE_RATES": {
        "api": rate("API_RATE", "600/minute"),
        "upload": rate("API_UPLOAD_RATE", "60/hour"),
    },
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["people.api.parsing.Json"],
    "DEFAULT_SCHEMA_CLASS": "people.api.schema.OpenApi",
    "EXCEPTION_HANDLER": "people.api.problems.answer",
    "DEFAULT_METADATA_CLASS": None,
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Cerego People",
    "VERSION": "1",
    "DESCRIPTION": "People, departments and imports of a partner account, by the rules of its Admin area.",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "Role": "people.api.people.shapes.ROLES",
        "ChosenRole": "people.api.people.sent.CHOSEN_ROLES",
        "PersonStatus": "people.api.people.shapes.STATUSES",
        "ImportStatus": "people.models.imports.Status",
    },
}
