"""The style sheets keep to our rules (design §11): layers, tokens, classes, contrast. Read as text; no browser."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CSS = ROOT / "static" / "css"
FILES = sorted(CSS.rglob("*.css"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))
LAYER_OF = {
    "tokens.css": "base",
    "reset.css": "reset",
    "base.css": "base",
    "layout.css": "layout",
    "utilities.css": "utilities",
}
AWAITED = {"good", "tally"}
"""Classes of components that no page uses yet; components/*.css say what they are for."""
LIST = "stylesheets.html"
"""A line a file, however many there are."""
GIVEN_BY_HTMX = {"htmx-request"}
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch|color|color-mix)\(", re.IGNORECASE)
PAIRS = [
    ("ink", "paper"), ("ink", "paper-sunken"), ("ink", "paper-hover"), ("ink", "accent-paper"), ("ink", "good-paper"),
    ("ink", "warn-paper"), ("ink", "bad-paper"), ("ink-soft", "paper"), ("ink-soft", "paper-sunken"),
    ("ink-soft", "paper-hover"), ("ink-soft", "accent-paper"), ("ink-muted", "paper"), ("ink-muted", "paper-sunken"),
    ("ink-muted", "paper-hover"), ("accent", "paper"), ("accent", "accent-paper"), ("accent", "good-paper"),
    ("accent", "warn-paper"), ("accent", "bad-paper"), ("on-accent", "accent"), ("on-accent", "accent-hover"),
    ("good", "paper"), ("warn", "paper"), ("bad", "paper"), ("bad", "bad-paper"),
    *((f"hue-{hue}-ink", f"hue-{hue}-paper") for hue in range(8)),
]  # fmt: skip


def rules(file: Path) -> str:
    """A style sheet without its comments."""
    return re.sub(r"/\*.*?\*/", "", file.read_text(), flags=re.DOTALL)


def tokens(scheme: int) -> dict[str, str]:
    """The colours by name, in light (0) or dark (1)."""
    found = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", rules(CSS / "tokens.css"))
    return {name: colours[scheme] for name, *colours in found}


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def defined_classes() -> set[str]:
    """The classes that style sheets speak of."""
    selectors = " ".join(re.findall(r"[^{}]+(?=\{)", " ".join(rules(file) for file in FILES)))
    return set(re.findall(r"\.(-?[a-z_][\w-]*)", selectors))


def used_classes() -> set[str]:
    """The classes that templates give, and the words of conditions inside class attributes taken out."""
    found: set[str] = set()
    for template in TEMPLATES:
        text = re.sub(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", "", template.read_text(), flags=re.DOTALL)
        for value in re.findall(r"""\bclass=(?:"([^"]*)"|'([^']*)')""", text):
            value = re.sub(r"\{\{.*?default:'([\w-]+)'.*?\}\}", r"\1", "".join(value))
            found.update(re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", value).split())
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_it_is_one_layer_without_ids_raw_colours_or_importance(file: Path) -> None:
    text = rules(file)
    order = "@layer reset, base, layout, components, utilities;"
    blocks = re.findall(r"@layer\s+([\w-]+)\s*\{", text)
    assert blocks == [LAYER_OF.get(file.name, "components")]
    assert (order in text) == (file.name == "tokens.css")
    assert not re.search(r"#[a-z][\w-]*[^;{}]*\{", text, re.IGNORECASE), "an id"
    assert file.name == "tokens.css" or not COLOUR.search(text), "a raw colour"
    assert file.name == "utilities.css" or "!important" not in text
    assert len(file.read_text().splitlines()) <= 120


def test_it_defines_every_variable_it_uses_and_uses_every_one_it_defines() -> None:
    text = " ".join(rules(file) for file in FILES)
    assert set(re.findall(r"var\((--[\w-]+)", text)) == set(re.findall(r"(--[\w-]+)\s*:", text))


def test_it_links_every_file_once_tokens_first() -> None:
    linked = re.findall(
        r"\{% static '([\w/.-]+\.css)' %\}", (ROOT / "templates/components/stylesheets.html").read_text()
    )
    assert linked[0] == "css/tokens.css"
    assert sorted(linked) == sorted(f"css/{file.relative_to(CSS)}" for file in FILES)


def test_it_loads_every_script_once() -> None:
    loaded = re.findall(r"\{% static '([\w/.-]+\.js)' %\}", (ROOT / "templates/components/scripts.html").read_text())
    assert sorted(loaded) == [f"js/{file.name}" for file in SCRIPTS]


def test_it_defines_every_class_that_templates_give() -> None:
    assert used_classes() - defined_classes() == set()


def test_it_defines_no_class_that_nothing_has() -> None:
    assert defined_classes() - used_classes() - GIVEN_BY_HTMX - AWAITED == set()


def test_it_draws_every_icon_that_templates_show() -> None:
    drawn = set(re.findall(r'<symbol id="(\w+)"', (ROOT / "static/icons.svg").read_text()))
    text = " ".join(template.read_text() for template in TEMPLATES)
    shown = set(re.findall(r'icon\.html" with name="(\w+)"', text)) | set(re.findall(r'\bicon="(\w+)"', text))
    assert shown - drawn == set()


def test_it_keeps_style_and_scripts_out_of_templates() -> None:
    pages = [template for template in TEMPLATES if template.name != "letter_base.html"]  # mails have no style sheets
    forbidden = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*(?:src=|type=.application/json))")
    assert [template.name for template in pages if forbidden.search(template.read_text())] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.name)
def test_it_keeps_templates_short(template: Path) -> None:
    is_part = template.name.startswith("_") or (template.parent.name == "components" and template.name != LIST)
    assert len(template.read_text().splitlines()) <= (40 if is_part else 60)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_it_can_be_read_by_weak_eyes(scheme: int) -> None:
    colours = tokens(scheme)
    weak = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in PAIRS}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}
    assert contrast(colours["line-strong"], colours["paper"]) >= 3, "the borders of fields"
