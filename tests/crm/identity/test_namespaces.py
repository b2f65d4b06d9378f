"""How identifiers are written, and which values identify nobody."""

import pytest

from crm.identity.errors import IdentityError
from crm.identity.namespaces import BLOCKED_VALUES, NAMESPACES, normalise_identifier
from crm.models.identity import DEVICE_NAMESPACES, SINGLE_NAMESPACES


@pytest.mark.parametrize(
    ("namespace", "value", "normal"),
    [
        ("email", "  Camille.Laurent@Mail.Example ", "camille.laurent@mail.example"),
        ("email", "ｃａｍｉｌｌｅ@mail.example", "camille@mail.example"),
        ("phone", "+33 6 39 98 00 01", "+33639980001"),
        ("phone", "0033 (0)6 39 98 00 01", "+33639980001"),
        ("loyalty", "ab-12 34.56", "AB123456"),
        ("card", "4242 0001", "42420001"),
        ("anonymous", " 3f1c-Aa ", "3f1c-Aa"),
    ],
)
def test_a_value_is_written_in_one_way(namespace: str, value: str, normal: str) -> None:
    assert normalise_identifier(namespace, value) == normal
    assert normalise_identifier(namespace, normal) == normal


@pytest.mark.parametrize("namespace", sorted(NAMESPACES))
@pytest.mark.parametrize("value", ["", " NULL ", "Anonymous", "undefined", "0", "[object Object]"])
def test_a_placeholder_identifies_nobody(namespace: str, value: str) -> None:
    with pytest.raises(IdentityError) as refusal:
        normalise_identifier(namespace, value)

    assert refusal.value.code == "value_blocked"


@pytest.mark.parametrize(
    ("namespace", "value", "code"),
    [
        ("email", "camille at mail", "email_invalid"),
        ("email", "noreply@mail.example", "value_blocked"),
        ("phone", "06 39 98 00 01", "phone_invalid"),
        ("phone", "+33 12", "phone_invalid"),
        ("passport", "X1", "namespace_unknown"),
        ("anonymous", "a" * 255, "value_too_long"),
    ],
)
def test_a_value_that_cannot_be_is_refused_with_a_code(namespace: str, value: str, code: str) -> None:
    with pytest.raises(IdentityError) as refusal:
        normalise_identifier(namespace, value)

    assert refusal.value.code == code


def test_the_namespaces_of_one_value_are_those_that_the_database_holds_to_it() -> None:
    assert sorted(code for code, each in NAMESPACES.items() if each.maximum == 1) == SINGLE_NAMESPACES


def test_the_devices_are_those_that_the_tables_know() -> None:
    assert sorted(code for code, each in NAMESPACES.items() if each.is_device) == DEVICE_NAMESPACES


def test_a_client_never_has_more_than_fifty_identifiers() -> None:
    assert sum(each.maximum for each in NAMESPACES.values()) == 50


def test_blocked_values_are_kept_folded_as_they_are_compared() -> None:
    assert {value.strip().casefold() for value in BLOCKED_VALUES} == set(BLOCKED_VALUES)
