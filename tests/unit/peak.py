"""How much memory reading a file takes, measured in a process of its own."""

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from people.imports.reading.dialect import Limits

_CHILD = """
import sys
from people.imports.reading.dialect import Limits
from tests.unit.imports.through import read_stream
for path in sys.argv[5:]:
    with open(path, "rb") as stream:
        read_stream(stream, Limits(*map(int, sys.argv[1:5])))
with open("/proc/self/status") as status:
    print(next(line.split()[1] for line in status if line.startswith("VmHWM")))
"""


def peak_megabytes(paths: Iterable[Path], limits: Limits) -> float:
    """The most memory that a process holds that finds out how files are written, reads them, and refuses what it must."""
    numbers = [str(number) for number in (limits.bytes, limits.rows, limits.columns, limits.cell)]
    command = [sys.executable, "-c", _CHILD, *numbers, *map(str, paths)]
    child = subprocess.run(command, capture_output=True, text=True, check=True)
    return int(child.stdout) / 1024
