"""The figures as tables in Markdown and as JSON."""

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Any

from tests.benchmarks.figures import Bar, Figures, Size

SIZES_TITLE = "A file of new people, by the number of its rows:"
_SIZES = (
    "| rows | floor | upload | check | apply | end to end | rows/s | to floor | check to floor | once more | peak memory |",
    "|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
)


def caption(at: datetime, circumstances: dict[str, Any]) -> str:
    """When, of which commit, on what; a paragraph."""
    machine, versions = circumstances["machine"], circumstances["versions"]
    what = ", ".join(f"{name} {version}" for name, version in versions.items())
    is_superuser = circumstances["postgresql_settings"]["is_superuser"] == "on"
    lack = "" if is_superuser else " Not as a superuser: statistics of one measurement outlive it and bear on the next."
    return (
        f"Measured on {at:%Y-%m-%d} at commit {circumstances['commit'] or 'unknown'}, on {machine['cores']} cores"
        f" ({machine['cpu']}) and {machine['memory_bytes'] / 2**30:.0f} GB, {machine['system']}; {what}."
        f" A million additions in Python: {machine['million_additions_ms']} ms; load before: {machine['load_before']}."
        f" Rounds, of which medians count: {circumstances['rounds']};"
        f" above 100,000 rows one.{lack}\n"
    )


def markdown(figures: Figures) -> str:
    """All tables."""
    sizes = f"{SIZES_TITLE}\n\n{_sizes(figures.sizes)}" if figures.sizes else ""
    further = [f"{title}\n\n{table(rows)}" for title, rows in figures.tables.items()]
    return "\n\n".join(text for text in [_bars(figures.bars), sizes, *further] if text)


def write(folder: Path, figures: Figures, *, at: datetime, circumstances: dict[str, Any]) -> Path:
    """Write everything that was measured as JSON; returns where."""
    path = folder / f"{at:%Y-%m-%dT%H-%M-%S}.json"
    bars = [{**asdict(bar), "holds": bar.holds} for bar in figures.bars]
    content = {"date": at.isoformat(timespec="seconds"), **circumstances, **asdict(figures), "bars": bars}
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def table(rows: list[dict[str, Any]]) -> str:
    """Rows with the same keys; numbers stand on the right."""
    keys = list(rows[0])
    head = f"| {' | '.join(keys)} |"
    rule = f"|{'|'.join('--' if isinstance(rows[0][key], str) else '--:' for key in keys)}|"
    return "\n".join([head, rule, *(f"| {' | '.join(shown(row[key]) for key in keys)} |" for row in rows)])


def shown(value: Any) -> str:
    """A figure as people read it."""
    if isinstance(value, float):
        return f"{value:,.2f}" if value < 100 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _sizes(sizes: list[Size]) -> str:
    return "\n".join([*_SIZES, *map(_size, sizes)])


def _size(size: Size) -> str:
    whole = median(size.whole)
    cells = [
        f"{size.rows:,}",
        *(f"{median(part):.2f} s" for part in (size.floor, size.upload, size.check, size.apply, size.whole)),
        f"{size.rows / whole:,.0f}",
        f"{size.floor_ratio:.2f} ×",
        f"{size.check_ratio:.2f} ×",
        f"{median(size.again):.2f} s" if size.again else "",
        f"{size.peak_bytes / 2**20:.0f} MB" if size.peak_bytes else "",
    ]
    return f"| {' | '.join(cells)} |"


def _bars(bars: list[Bar]) -> str:
    if not bars:
        return ""
    return table(
        [
            {
                "bar": bar.what,
                "measured": f"{bar.measured:,.2f} {bar.unit}",
                "may be": f"{bar.limit:,g} {bar.unit}",
                "": "holds" if bar.holds else "DOES NOT HOLD",
            }
            for bar in bars
        ]
    )
