"""What the columns of a file mean, and how its import is to go about it, as a script says."""

from typing import Any

from people.imports import run as runs
from people.imports import unattended
from people.imports.deciding.plan import Options
from people.imports.matching.mapping import Mapping, build, resolve
from people.models import Import, User


def begun(run: Import, wanted: dict[str, Any], *, by: User) -> Import:
    """The import with the columns and options that were sent, and started if that was asked for; what was not sent stays."""
    options = Options.from_json({**run.options, **{name: wanted[name] for name in run.options if name in wanted}})
    run = runs.match(run=run, mapping=_mapping(run, wanted), options=options, by=by)
    return runs.start(run=run, by=by) if wanted.get("start") else run


def _mapping(run: Import, wanted: dict[str, Any]) -> Mapping:
    if not run.mapping:
        return unattended.mapping_of(run, wanted.get("name", ()), wanted.get("email"), options=("“name”", "“email”"))
    now = Mapping.from_json(run.mapping)
    name = [resolve(run.header, text) for text in wanted["name"]] if wanted.get("name") else now.name
    return build(run.header, name=name, email=resolve(run.header, wanted["email"]) if "email" in wanted else now.email)
