"""Which of the locked packages have known vulnerabilities, by the public database of OSV (https://osv.dev)."""

import json
import re
import urllib.error
import urllib.request
from pathlib import Path
from typing import Final

QUERY: Final = "https://api.osv.dev/v1/querybatch"
_PIN: Final = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)
_AT_ONCE: Final = 500
_SECONDS: Final = 30


class OutOfReach(Exception):
    """The database could not be asked, or did not answer as it should: nothing is known then, and nothing is claimed."""


def pins(*locks: Path) -> list[tuple[str, str]]:
    """The packages and versions that the locks name, each once."""
    return sorted({(name.lower(), version) for lock in locks for name, version in _PIN.findall(lock.read_text())})


def vulnerabilities(packages: list[tuple[str, str]], *, address: str = QUERY) -> dict[tuple[str, str], list[str]]:
    """The ids of what is known against each of the packages; those with none are left out. Raises :class:`OutOfReach`."""
    found: dict[tuple[str, str], list[str]] = {}
    for start in range(0, len(packages), _AT_ONCE):
        some = packages[start : start + _AT_ONCE]
        for package, result in zip(some, _ask(some, address), strict=True):
            if ids := [each["id"] for each in result.get("vulns", [])]:
                found[package] = ids
    return found


def _ask(packages: list[tuple[str, str]], address: str) -> list[dict]:
    queries = [{"package": {"name": name, "ecosystem": "PyPI"}, "version": version} for name, version in packages]
    request = urllib.request.Request(
        address, json.dumps({"queries": queries}).encode(), {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:
            results = json.load(answer)["results"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise OutOfReach(str(error)) from error
    if len(results) != len(packages):
        raise OutOfReach(f"{len(packages)} packages were asked about, {len(results)} answered")
    return results
