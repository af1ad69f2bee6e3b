"""While a batch is worked on, nobody looks for garbage; afterwards they do again, whatever has happened."""

import gc

import pytest

from people.imports import garbage


@garbage.unsought()
def is_sought() -> bool:
    return gc.isenabled()


def test_it_is_not_sought_within_and_sought_again_afterwards() -> None:
    assert gc.isenabled()
    assert not is_sought()
    assert not is_sought()  # a decorator is good more than once
    assert gc.isenabled()


def test_after_an_error_it_is_sought_again() -> None:
    with pytest.raises(ZeroDivisionError), garbage.unsought():
        _ = 1 / 0
    assert gc.isenabled()


def test_whoever_has_put_it_off_altogether_finds_it_so() -> None:
    gc.disable()
    try:
        assert not is_sought()
        assert not gc.isenabled()
    finally:
        gc.enable()
