"""``python -m tests.audit``: 0 when nothing is known, 1 when something is, 2 when the database can't be reached."""

import os
import sys
from pathlib import Path

from tests.audit.known import QUERY, OutOfReach, pins, vulnerabilities

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Look up all that is locked, and print what is known."""
    packages = pins(*sorted(ROOT.glob("requirements*.lock")))
    try:
        found = vulnerabilities(packages, address=os.environ.get("AUDIT_URL", QUERY))
    except OutOfReach as error:
        print(f"NOT CHECKED: the database of known vulnerabilities can't be reached ({error}).", file=sys.stderr)
        print("Nothing is known about the packages until this has run where it can be.", file=sys.stderr)
        return 2
    for (name, version), ids in found.items():
        print(f"{name} {version}: {', '.join(f'https://osv.dev/{each}' for each in ids)}")
    print(f"{len(packages)} locked packages, {len(found)} with known vulnerabilities.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
