"""What the fault tests share: points, the processes that get hurt, and the table at the end."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.fleet import TIMES, Fleet
from tests.faults.points import LONG, POINTS, SEED, Point, Tally
from tests.faults.scene import Files, Scene
from tests.faults.undisturbed import Undisturbed

TALLY = Tally()
KNOWN: dict[Files, Undisturbed] = {}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each fault comes at so many points."""
    if "scene" in metafunc.fixturenames:
        fault = metafunc.function.__name__.removeprefix("test_").replace("_", " ")
        metafunc.parametrize("point", [Point(fault, number) for number in range(1, POINTS + 1)], ids=str)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Count the points, and those that failed."""
    report = yield
    point = getattr(item, "callspec", None) and item.callspec.params.get("point")
    if isinstance(point, Point):
        TALLY.of(point.fault).points += report.when == "call"
        TALLY.of(point.fault).broken += report.failed
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table."""
    if TALLY.lines:
        times = " ".join(f"{name}={value}" for name, value in TIMES.items())
        terminalreporter.section("Faults")
        terminalreporter.line(f"FAULT_SEED={SEED} FAULT_POINTS={POINTS} FAULT_LONG={int(LONG)}; {times}")
        for line in TALLY.table():
            terminalreporter.line(line)


@pytest.fixture(scope="package")
def fleet(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    """The processes, started when a test needs them."""
    home = Path(tempfile.mkdtemp(prefix="faults-"))  # pytest's own paths may be too long for a socket
    fleet = Fleet(environment=environment, home=home, logs=tmp_path_factory.mktemp("faults"))
    yield fleet
    fleet.stop()
    shutil.rmtree(home)


@pytest.fixture
def scene(transactional_db: None, point: Point, fleet: Fleet) -> Iterator[Scene]:
    """The world before the fault, with everything running."""
    with fleet.used():
        scene = Scene(point, fleet, TALLY, KNOWN)
        yield scene
        scene.leave()
