"""The table of settings in docs/operations.md is made of .env.example: ``python -m tests.repository.settings_page`` writes it."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/operations.md"
BEGIN, END = "<!-- settings, made of .env.example -->\n", "<!-- end of settings -->\n"
ENTRY = re.compile(r"(?m)^# --- (.*)\n|((?:^# (?!---).*\n)+)#([A-Z_]+)=(.*)\n")


def table() -> str:
    """The variables by topic, with their defaults and what is said of them."""
    lines: list[str] = []
    for topic, above, name, default in ENTRY.findall((ROOT / ".env.example").read_text()):
        if topic:
            lines += ["", f"**{topic}**", "", "| variable | default, or an example | |", "|---|---|---|"]
        else:
            said = " ".join(re.findall(r"(?m)^# (.*)", above)).replace("|", "\\|")
            lines.append(f"| `{name}` | {f'`{default}`' if default else ''} | {said} |")
    return "\n".join(lines) + "\n\n"


def written(page: str) -> str:
    """The page with the table as it should be."""
    before, _, rest = page.partition(BEGIN)
    return before + BEGIN + table() + END + rest.partition(END)[2]


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text()))
