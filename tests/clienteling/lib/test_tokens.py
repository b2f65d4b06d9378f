import datetime

import pytest
import time_machine

from clienteling.lib.tokens import TokenError, hash_code, new_code, read_link, sign_link


def test_a_signed_link_gives_back_what_was_signed() -> None:
    token = sign_link("app", {"uid": "C-7F3K9M2QWX"})

    assert read_link("app", token, max_age=60) == {"uid": "C-7F3K9M2QWX"}


def test_a_tampered_link_is_refused() -> None:
    token = sign_link("app", {"uid": "C-7F3K9M2QWX"})

    with pytest.raises(TokenError) as refusal:
        read_link("app", "x" + token, max_age=60)

    assert refusal.value.code == "token_invalid"


def test_a_link_of_one_kind_is_not_taken_for_another() -> None:
    with pytest.raises(TokenError) as refusal:
        read_link("preferences", sign_link("app", {"uid": "C-7F3K9M2QWX"}), max_age=60)

    assert refusal.value.code == "token_invalid"


def test_an_old_link_is_refused_as_expired() -> None:
    with time_machine.travel(datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC), tick=False) as clock:
        token = sign_link("app", {"uid": "C-7F3K9M2QWX"})
        clock.shift(61)
        with pytest.raises(TokenError) as refusal:
            read_link("app", token, max_age=60)

    assert refusal.value.code == "token_expired"


def test_a_code_is_read_the_same_however_it_is_typed() -> None:
    code = new_code()

    assert hash_code(f" {code.lower()} ") == hash_code(code)
    assert len(code) == 10
