"""A restored copy gives numbers again that a running process has seen: what it remembers must not be taken for them."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from django.db import connection, transaction
from django.db.models import Model

from crm.actions.segment_upkeep import recompute_segment
from crm.actions.segment_versions import make_segment, publish_segment
from crm.duplicates.model import model_to_json
from crm.duplicates.standing import standing_model
from crm.models import Boutique, Brand, Client, DuplicateModel, SegmentMember, SegmentVersion
from crm.queries.duplicates import current_judge
from journeys.actions.publish import publish_version
from journeys.models import Journey, JourneyVersion
from journeys.queries.graphs import graph_of
from tests.factories import make_known_client

pytestmark = pytest.mark.django_db


class _Undone(Exception):
    """What a transaction did is not to stay."""


def _give_again(numbered: type[Model], number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(%s, %s, false)", [f"{numbered._meta.db_table}_id_seq", number])


def _members_of(brand: Brand, country: str) -> tuple[int, int]:
    """The number of the version, and how many belong."""
    segment = make_segment(brand, code="there", name="There", kind="computed")
    rule = {"kind": "attribute", "field": "country", "test": "one_of", "values": [country]}
    version = publish_segment(segment, {"op": "and", "rules": [rule]}, actor=None)
    recompute_segment(segment.pk)
    return version.pk, SegmentMember.objects.filter(segment=segment).count()


def _exits_of(journey: Journey, exit_when: Iterable[str]) -> tuple[int, tuple[str, ...]]:
    newest = JourneyVersion.objects.filter(journey=journey).latest("number")
    version = publish_version(journey, newest.graph | {"exit_when": list(exit_when)})
    return version.pk, graph_of(version).exit_when


def _learnt(prior: float) -> tuple[int, float]:
    parameters = model_to_json(replace(standing_model(1000), prior=prior))
    return DuplicateModel.objects.create(clients=1000, parameters=parameters).pk, current_judge().scorer.model.prior


def test_a_definition_is_the_one_that_stands_under_its_number_now(
    camille: Client, boutique: Boutique, brand: Brand
) -> None:
    make_known_client(boutique, "Léonie", country="FR")
    with pytest.raises(_Undone), transaction.atomic():
        first, nobody = _members_of(brand, "jp")
        raise _Undone
    _give_again(SegmentVersion, first)

    second, all_of_them = _members_of(brand, "fr")

    assert (second, nobody, all_of_them) == (first, 0, 2)


def test_a_run_takes_the_graph_that_stands_under_its_number_now(brand: Brand) -> None:
    journey = Journey.objects.get(brand=brand, code="second-purchase")
    with pytest.raises(_Undone), transaction.atomic():
        first, _ = _exits_of(journey, [])
        raise _Undone
    _give_again(JourneyVersion, first)

    second, exits = _exits_of(journey, ["back_in_stock"])

    assert (second, exits) == (first, ("back_in_stock",))


def test_a_pair_is_judged_by_the_model_that_stands_under_its_number_now() -> None:
    with pytest.raises(_Undone), transaction.atomic():
        first, _ = _learnt(0.25)
        raise _Undone
    _give_again(DuplicateModel, first)

    assert _learnt(0.5) == (first, 0.5)
