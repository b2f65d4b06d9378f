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
        ("phone", "camille@mail.example", "phone_is_an_email"),
        ("email", "+33 6 39 98 00 01", "email_is_a_phone"),
        ("email", "(0)6.39.98.00.01", "email_is_a_phone"),
        ("phone", "+33 12", "phone_invalid"),
        ("passport", "X1", "namespace_unknown"),
        ("anonymous", "a" * 255, "value_too_long"),
    ],
)
def test_a_value_that_cannot_be_is_refused_with_a_code(namespace: str, value: str, code: str) -> None:
    with pytest.raises(IdentityError) as refusal:
        normalise_identifier(namespace, value)

    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("namespace", "value"),
    [
        ("email", "test@test.com"),
        ("email", "no-reply+7@maison.example"),
        ("email", "x@x.example"),
        ("phone", "0000000000"),
        ("phone", "+10000000000"),
        ("phone", "+33 6 00 00 00 00"),
        ("phone", "0612345678"),
        ("phone", "1111111111"),
        ("crm", "AURELLE:null"),
        ("crm", "AURELLE:Undefined"),
        ("anonymous", "00000000-0000-0000-0000-000000000000"),
        ("anonymous", "000000"),
        ("device", "9774D56D682E549C"),
        ("loyalty", " Non  Renseigné "),
        ("card", "----"),
        ("line", "未知"),
        ("line", "Неизвестно"),
        ("wechat_openid", "غير معروف"),
        ("wechat_unionid", "ΆΓΝΩΣΤΟΣ"),
        ("app", "{{user.id}}"),
        ("loyalty", "なし"),
    ],
)
def test_what_was_written_for_want_of_a_value_identifies_nobody_in_any_language(namespace: str, value: str) -> None:
    with pytest.raises(IdentityError) as refusal:
        normalise_identifier(namespace, value)

    assert refusal.value.code == "value_blocked"


@pytest.mark.parametrize(
    ("namespace", "value"),
    [
        ("email", "mail@anna.example"),
        ("email", "a@family.example"),
        ("email", "tess@test.example"),
        ("phone", "+86 138 8888 8888"),
        ("phone", "+971 50 555 5555"),
        ("crm", "AURELLE:1111"),
        ("loyalty", "1"),
        ("device", "0f00"),
    ],
)
def test_what_only_looks_like_a_placeholder_is_somebodys(namespace: str, value: str) -> None:
    assert normalise_identifier(namespace, value)


def test_the_namespaces_of_one_value_are_those_that_the_database_holds_to_it() -> None:
    assert sorted(code for code, each in NAMESPACES.items() if each.maximum == 1) == SINGLE_NAMESPACES


def test_the_devices_are_those_that_the_tables_know() -> None:
    assert sorted(code for code, each in NAMESPACES.items() if each.is_device) == DEVICE_NAMESPACES


def test_a_client_never_has_more_than_fifty_identifiers() -> None:
    assert sum(each.maximum for each in NAMESPACES.values()) == 50


def test_blocked_values_are_kept_folded_as_they_are_compared() -> None:
    assert {value.strip().casefold() for value in BLOCKED_VALUES} == set(BLOCKED_VALUES)
