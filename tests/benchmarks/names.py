"""Names for generated staff: half of them as most lists have them, half with what makes names hard. Pure."""

from typing import Final

from people.folding import fold
from people.samples.names import sample_people

_GIVEN: Final = (
    "Anna Ben Carla David Emma Frank Grace Henry Ida John Karen Liam Maria Noah Olivia Paul Quinn Rosa Sam Tina"
    " Chloé Hélène José Jörg Zoë Søren Renée Björn Lucía Ève"
)
_FAMILY: Final = (
    "Adams Baker Clark Davies Evans Fischer Green Hughes Irving Jones Keller Lewis Martin Nelson Owens Parker Quirk"
    " Roberts Smith Taylor Underwood Vance Walker Young Müller García Núñez Lefèvre Øster Kovač Håkansson Straße"
)


def _everyday() -> list[tuple[str, str]]:
    return [
        (f"{given} {family}", _ascii(f"{given}.{family}")) for given in _GIVEN.split() for family in _FAMILY.split()
    ]


def _ascii(text: str) -> str:
    return "".join(letter for letter in fold(text) if letter.isascii())


EVERYDAY: Final = _everyday()
"""(Name, how its address begins): Western names, a third of them with accents."""
WORLDWIDE: Final = list(sample_people())
"""The same of the sample partner: fifteen cultures, many scripts."""
