"""What signatures allow is never less than what comparing finds, so that nobody likely is left out."""

from random import Random

import numpy as np
import pytest

from crm.duplicates.bound import Bound, BoundModel
from crm.duplicates.compare import compare, comparisons
from crm.duplicates.learning import first_guess, name_frequencies
from crm.duplicates.likely import Search, joined, key_slices, likely_in
from crm.duplicates.matching import match_records
from crm.duplicates.model import Model, Scorer
from crm.duplicates.pairing import packed_keys, unpack_pairs
from crm.duplicates.record import Raw, Record, fold_record
from crm.duplicates.signature import other_columns, signatures_of
from crm.duplicates.standing import standing_model
from tests.crm.duplicates.synthetic import Person, labelled_people


def as_record(row: Person, *, texts: bool) -> Record:
    return fold_record(
        Raw(
            given_name=row["first"], family_name=row["last"], birth_date=row["dob"].replace("-", ""),
            emails=(row["email"], "shared@mail.example")[: 1 + (len(row["first"]) > 5)], phones=(row["phone"],),
            address=(row["street"],), city=row["town"], postcode=row["zip"],
            texts=(row["sex"],) if texts else (), identifiers=(row["zip"],) if texts else (),
        )
    )  # fmt: skip


def odds_at_most(model: Model, records: list[Record], one: list[int], other: list[int]) -> list[float]:
    bound = Bound(BoundModel(Scorer(model)), signatures_of(records), other_columns(records))
    return [float(bits) for bits in bound.bits(np.array(one), np.array(other))]


@pytest.mark.parametrize("texts", [False, True])
def test_no_pair_scores_more_than_its_signatures_allow(texts: bool) -> None:
    records = [as_record(row, texts=texts) for row in labelled_people(150, seed=3)]
    rng = Random(4)
    # Pairs of one person and of nobody in particular, from both sides.
    drawn = [tuple(rng.sample(range(len(records)), 2)) for _ in range(3_000)]
    likely = match_records(records).pairs
    one, other = (list(places) for places in zip(*drawn, *likely, *[pair[::-1] for pair in likely], strict=True))
    model = first_guess(comparisons(len(records[0].texts), len(records[0].identifiers))) if texts else (
        standing_model(20_000)
    )  # fmt: skip
    model = Model(model.names, model.match, model.chance, model.prior, model.households, name_frequencies(records))
    scorer = Scorer(model)

    allowed = odds_at_most(model, records, one, other)

    scores = [
        scorer.score(records[a], records[b], compare(records[a], records[b])) for a, b in zip(one, other, strict=True)
    ]
    over = [
        (records[a], records[b], score.probability)
        for a, b, score, most in zip(one, other, scores, allowed, strict=True)
        if score.probability < 1 and np.log2(score.probability / (1 - score.probability)) > most + 0.01
    ]
    assert over == []


def test_looking_at_names_last_changes_nothing() -> None:
    records = [as_record(row, texts=False) for row in labelled_people(60, seed=6)]
    bound = Bound(BoundModel(Scorer(standing_model(1_000))), signatures_of(records))
    one, other = (each.ravel() for each in np.triu_indices(len(records), 1))

    reached = bound.may_reach(one, other, 0.5)

    assert reached.tolist() == (bound.bits(one, other) >= -0.01).tolist()
    assert 0 < reached.sum() < len(one)


def test_pairs_found_part_by_part_are_those_found_at_once() -> None:
    records = [as_record(row, texts=False) for row in labelled_people(200, seed=5)]
    keys = packed_keys(records)
    search = Search(keys, Bound(BoundModel(Scorer(standing_model(1_000))), signatures_of(records)), 0.1)

    at_once, in_parts = (
        joined(likely_in(search, part) for part in key_slices(keys, count)) for count in (1, 7)
    )  # fmt: skip

    assert in_parts.tolist() == at_once.tolist()
    assert all(a < b for a, b in zip(*(places.tolist() for places in unpack_pairs(at_once)), strict=True))


def test_no_part_of_the_keys_ends_within_a_key() -> None:
    keys = np.sort(np.array([key << 32 | place for key in range(5) for place in range(40)], dtype=np.uint64))

    slices = key_slices(keys, 8)

    assert [start for start, _ in slices] == [0, 40, 80, 120, 160]
    assert slices[-1][1] == len(keys)
