"""Values written by tills, forms, tags and tired people who had nothing to write. They must never join two people.

What a house learns beside these it adds to BlockedIdentifier (crm.identity.blocked).
"""

# Folded, as they are compared. Words for "unknown", "none", "guest" and "test" in the languages of a till.
BLOCKED_VALUES = frozenset(
    word.casefold()
    for word in (
        "", "-", "--", "0", "00000000-0000-0000-0000-000000000000", "[object object]", "[object undefined]",
        "anonymous", "anonymous user", "blank", "client", "customer", "default", "dummy", "email", "empty", "example",
        "fake", "false", "guest", "id", "inf", "infinity", "invalid", "n/a", "n.a.", "n.d.", "n\\a", "na", "nan",
        "nil", "no", "no email", "no phone", "nobody", "noemail", "nomail", "none", "none given", "not available",
        "not provided", "not set", "null", "phone", "private", "sample", "tbd", "test", "test test", "tester",
        "testing", "true", "undefined", "unknown", "user", "user_id", "userid", "visitor", "walk-in", "walkin", "x",
        "xx", "xxx", "<nil>", "<null>", "(null)", "{}", "[]", "\\n", "{{user.id}}", "{{userid}}", "${userid}",
        # French, Italian, Spanish, Portuguese
        "anonyme", "aucun", "aucune", "client de passage", "essai", "inconnu", "inconnue", "invité", "néant",
        "non communiqué", "non renseigné", "pas d'email", "pas de mail", "sans", "anonimo", "cliente", "nessuna",
        "nessuno", "ospite", "prova", "sconosciuto", "anónimo", "desconocido", "desconhecido", "invitado", "ninguno",
        "no tiene", "nulo", "prueba", "convidado", "não informado", "nenhum", "sem email", "teste",
        # German, Dutch, the north, Polish, Turkish
        "anonym", "gast", "kein", "keine", "keine angabe", "laufkunde", "nicht bekannt", "unbekannt", "anoniem",
        "geen", "onbekend", "ingen", "okänd", "ukendt", "ukjent", "brak", "nieznany", "bilinmiyor",
        "misafir", "yok",
        # Greek, Cyrillic, Arabic, Hebrew
        "άγνωστο", "άγνωστος", "καμία", "κανένα", "аноним", "гость", "нет", "неизвестно", "тест", "немає",
        "невідомо", "بدون", "ضيف", "غير معروف", "لا يوجد", "مجهول", "אין", "לא ידוע",
        # Chinese, Japanese, Korean, Thai, Vietnamese
        "无", "無", "未知", "匿名", "测试", "測試", "游客", "访客", "没有", "沒有", "暂无", "不明", "なし", "ゲスト",
        "テスト", "未登録", "없음", "미상", "손님", "익명", "테스트", "ไม่มี", "ไม่ทราบ", "không có", "khách",
    )
)  # fmt: skip

# What a telephone or a browser answers when it may not or cannot say who it is.
BLOCKED_DEVICES = BLOCKED_VALUES | {
    "9774d56d682e549c",  # one id on many Android 2.2 devices (Android issue 10603)
    "02:00:00:00:00:00",  # the constant that Android and iOS give for their hardware address
    "ff:ff:ff:ff:ff:ff", "00:00:00:00:00:00", "000000000000000", "012345678912345", "123456789012345",
    "004999010640000", "android_id", "device_id", "deviceid", "unknown_device", "web", "ios", "android", "emulator",
    "generic", "googlebot", "advertising_id", "limitadtracking",
}  # fmt: skip

_MAILBOXES = frozenset(
    {
        "abc", "anonymous", "asd", "asdf", "aucun", "customer", "donotreply", "do-not-reply", "dummy", "example",
        "fake", "guest", "invalid", "kein", "keine", "na", "nessuno", "ninguno", "no-email", "no-mail", "no-reply",
        "noemail", "nomail", "none", "noreply", "null", "pasdemail", "pasdadresse", "prova", "qwerty", "sansmail",
        "sinemail", "test", "test1", "teste", "tester", "testing", "undefined", "unknown", "xxx", "yyy", "zzz",
    }
)  # fmt: skip
_DOMAINS = frozenset(
    {
        "aaa.com", "abc.com", "asd.com", "asdf.com", "email.email", "fake.com", "invalid", "localhost", "mail.mail",
        "mailinator.com", "nomail.com", "noemail.com", "none.com", "none.none", "null.com", "null.null", "test.com",
        "test.fr", "test.it", "test.test", "x.com", "x.x", "xx.xx", "xxx.com", "xxx.xxx",
    }
)  # fmt: skip
_SHORT = 3
_SEQUENCE = "12345678"


def is_placeholder(value: str, blocked: frozenset[str] = BLOCKED_VALUES) -> bool:
    """Whether the value, in whatever case and with whatever blanks around it, was written for want of one."""
    folded = " ".join(value.split()).casefold()
    return folded in blocked or not folded.strip("-_.?*#/0 ")


def is_placeholder_mailbox(address: str) -> bool:
    """``address`` is folded: noreply@ anywhere, anybody at test.com. One or two letters are a name, unless the
    domain says the same again (x@x.example)."""
    mailbox, _, domain = address.partition("@")
    name = mailbox.split("+")[0]
    if name in _MAILBOXES or domain in _DOMAINS:
        return True
    return len(name) < _SHORT and name == domain.split(".")[0]


def is_placeholder_number(national: str) -> bool:
    """``national`` is a telephone number without its country: one digit only, counted up, or a prefix and zeros.

    Eight eights in a row stay: a number like that is bought, and its owner is a client to know.
    """
    digits = national.lstrip("0")
    is_one_digit = not digits or (len(digits) > 5 and len(set(digits)) == 1)
    is_prefix_and_zeros = digits.endswith("0" * 8) and len(digits.rstrip("0")) == 1
    return is_one_digit or is_prefix_and_zeros or digits.endswith(_SEQUENCE) or digits.startswith(_SEQUENCE)
