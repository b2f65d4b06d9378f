"""One address under several keys: what a hash says of itself, and how it is carried on."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from consent.contact_hash import contact_hash, contact_hashes, first_hash, later_hashes, mark_of, newest_hash
from crm.identity.address_code import address_code, is_code_of
from tests.consent.rehashing.keys import FORMER, another_change, first_restart, second_restart

CAMILLE = ("email", "camille@mail.example")


def test_a_hash_is_carried_to_a_newer_key_without_the_address(settings: Settings) -> None:
    former = contact_hash(*CAMILLE)

    second_restart(settings)
    carried = newest_hash(former)
    another_change(settings)

    assert (contact_hashes(*CAMILLE)[:2], len(carried)) == ([former, carried], 64)
    assert newest_hash(former) == newest_hash(carried) == contact_hash(*CAMILLE)


def test_a_hash_says_under_which_keys_it_stands(settings: Settings) -> None:
    another_change(settings)
    marks = [mark_of(each) for each in contact_hashes(*CAMILLE)]

    others = [mark_of(each) for each in contact_hashes("sms", "+33639980001")]

    assert (marks, marks[0], len(set(marks))) == (others, "", 3)


def test_the_first_key_hashes_as_it_did_before_keys_could_change(settings: Settings) -> None:
    settings.CONTACT_HASH_KEY = "development-only-contact-key"

    hashed = contact_hash("email", " Camille@mail.example")

    assert hashed == "af6f6584716377614a6483a476f479c3434df9851a655d039ab38c70fe427737"


def test_a_process_that_knows_the_next_key_still_writes_under_its_own(settings: Settings) -> None:
    former = contact_hash(*CAMILLE)

    first_restart(settings)

    assert (contact_hash(*CAMILLE), first_hash(*CAMILLE), contact_hashes(*CAMILLE)[0]) == (former, former, former)
    assert contact_hashes(*CAMILLE)[1] == newest_hash(former)


def test_a_hash_of_a_key_that_is_not_known_is_carried_nowhere(settings: Settings) -> None:
    second_restart(settings)

    assert later_hashes("0badc0de." + "f" * 55) == ["0badc0de." + "f" * 55]


def test_one_key_twice_is_refused(settings: Settings) -> None:
    settings.OLD_CONTACT_HASH_KEYS = [FORMER]

    with pytest.raises(ImproperlyConfigured, match="stands twice"):
        contact_hash(*CAMILLE)


def test_a_form_of_a_process_with_another_key_is_read(settings: Settings) -> None:
    first_restart(settings)
    code = address_code("camille@mail.example")

    second_restart(settings)

    assert [is_code_of(each, code) for each in ("camille@mail.example", "other@mail.example")] == [True, False]
    assert address_code("camille@mail.example") != code
