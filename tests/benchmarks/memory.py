"""How much memory processes have had at most."""

from collections.abc import Iterable
from pathlib import Path


def peak(processes: Iterable[int]) -> int:
    """The most bytes that any of these processes ever had in memory; 0 where the system does not tell (it is not Linux)."""
    return max((_peak(process) for process in processes), default=0)


def _peak(process: int) -> int:
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except FileNotFoundError:
        return 0
    fields = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
    return int(fields["VmHWM"].split()[0]) * 1024
