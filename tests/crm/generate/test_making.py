"""Rows are the same whoever makes them, and a maker that dies takes the whole house with it."""

import os
import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from operator import attrgetter

import pytest

from crm.generate.errors import GenerateError
from crm.generate.making import CHUNK, Made, makers
from crm.generate.premises import Plan, Premises

PLAN = Plan(Premises({}, {}, {}, {}), 7, datetime(2026, 5, 4, tzinfo=UTC), range(1, 3 * CHUNK), range(0), 0, "test")


def counted(plan: Plan, chunk: range) -> Iterator[str]:
    yield f"{chunk.start}\t{chunk.stop}\n"


def dying(plan: Plan, chunk: range) -> Iterator[str]:
    os.kill(os.getpid(), signal.SIGKILL)
    yield from counted(plan, chunk)


COUNTED = Made("crm_client", ("a", "b"), attrgetter("clients"), counted)
DYING = Made("crm_client", ("a", "b"), attrgetter("clients"), dying)


def test_two_processes_make_the_same_blocks_in_the_same_order_as_none() -> None:
    with makers(PLAN, (COUNTED, COUNTED), processes=0) as blocks:
        alone = [list(blocks(COUNTED)), list(blocks(COUNTED))]
    with makers(PLAN, (COUNTED, COUNTED), processes=2) as blocks:
        together = [list(blocks(COUNTED)), list(blocks(COUNTED))]

    assert together == alone
    assert alone[0] == [b"1\t20001\n", b"20001\t40001\n", b"40001\t60000\n"]


def test_a_maker_that_dies_is_told() -> None:
    with pytest.raises(GenerateError) as refusal, makers(PLAN, (DYING,), processes=2) as blocks:
        list(blocks(DYING))

    assert refusal.value.code == "maker_died"


def test_makers_end_when_their_rows_are_not_wanted() -> None:
    with makers(PLAN, (COUNTED,), processes=2) as blocks:
        first = next(blocks(COUNTED))

    assert first == b"1\t20001\n"
