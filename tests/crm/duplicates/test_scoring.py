"""Who is one person and who is not, by the model that stands before a house has been learnt from."""

import pytest

from crm.duplicates.compare import compare
from crm.duplicates.keys import blocking_keys
from crm.duplicates.model import Scorer
from crm.duplicates.reasons import reasons_of
from crm.duplicates.record import Raw, Record, fold_record
from crm.duplicates.standing import standing_model

SCORER = Scorer(standing_model(20_000))


def person(given: str = "Camille", family: str = "Laurent", born: str = "19840612", **known: object) -> Record:
    return fold_record(Raw(given_name=given, family_name=family, birth_date=born, **known))  # type: ignore[arg-type]


def probability(one: Record, other: Record) -> float:
    return SCORER.score(one, other, compare(one, other)).probability


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(person("Camille", "Laurent"), person("Camile", "Lorent"), id="misspelt"),
        pytest.param(person("Camille", "Laurent"), person("Laurent", "Camille"), id="swapped"),
        pytest.param(person("Ekaterina", "Volkova"), person("Катя", "Волкова"), id="Cyrillic and a short form"),
        pytest.param(person("Xiaoming", "Wang"), person("小明", "王"), id="Han and pinyin"),
        pytest.param(person("Georgios", "Papadopoulos"), person("Γεώργιος", "Παπαδόπουλος"), id="Greek"),
        pytest.param(person("Mohammed", "Salim"), person("محمد", "سليم"), id="Arabic"),
        pytest.param(person("William", "Hartley"), person("Bill", "Hartley"), id="nickname"),
        pytest.param(
            person("Camille", "Laurent", city="Paris", postcode="75001", address=("12 rue Saint-Honoré",)),
            person("Camille", "Laurent", city="Lyon", postcode="69002", address=("3 quai Tilsitt",)),
            id="moved house",
        ),
    ],
)
def test_one_person_written_in_two_ways_shares_a_key_and_is_likely_one(one: Record, other: Record) -> None:
    assert set(blocking_keys(one)) & set(blocking_keys(other)) != set()
    assert probability(one, other) > 0.5


HOME = {
    "emails": ("laurent@mail.example",),
    "phones": ("+33639980001",),
    "city": "Paris",
    "postcode": "75001",
    "address": ("12 rue Saint-Honoré",),
}


def test_twins_of_one_household_are_not_one_person() -> None:
    camille, chloe = person("Camille", **HOME), person("Chloé", **HOME)

    assert probability(camille, chloe) < 0.5


def test_a_couple_with_a_shared_email_and_telephone_is_not_one_person() -> None:
    camille, paul = person("Camille", **HOME), person("Paul", born="19810203", **HOME)

    assert probability(camille, paul) < 0.01


def test_a_son_with_his_fathers_name_is_not_one_person_with_him() -> None:
    father, son = person("Paul", born="19510203", **HOME), person("Paul", born="19841119", **HOME)

    assert probability(father, son) < 0.999


def test_two_of_one_common_name_and_nothing_else_are_not_merged_by_it() -> None:
    assert probability(person(born=""), person(born="")) < 0.5


def test_a_score_does_not_depend_on_the_order() -> None:
    one, other = person("Camille", **HOME), person("Laurent", "Camile", city="Paris")

    assert probability(one, other) == probability(other, one)


def test_a_score_says_its_reasons_weightiest_first() -> None:
    one, other = person("Camille", city="Paris"), person("Camile", city="Lyon")
    score = SCORER.score(one, other, compare(one, other))

    reasons = [reason.words for reason in reasons_of(score, SCORER.model.names)]

    assert reasons == ["same birth date", "same family name", "given name a letter apart", "other town"]


def test_placeholders_agree_with_nobody() -> None:
    unknown = fold_record(Raw(given_name="N/A", family_name="unknown", birth_date="1900-01-01", phones=("0000000",)))

    assert unknown == Record()
    assert blocking_keys(unknown) == []
