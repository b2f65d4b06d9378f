"""The columns of a clients file, and a row of it."""

from dataclasses import dataclass
from typing import Any

from crm.identity.claims import IdentifierClaim
from crm.ingest.files.errors import CellError
from crm.ingest.files.fields import Field, boutique, choice, country, day, language, moment, text, zone
from crm.ingest.files.records import Values
from crm.ingest.files.whose import WHOSE_FIELDS, claims_in, normal_value

# Further identifiers of a row, by the namespace that each is in.
NUMBERS = {"card": "card", "wechat_openid": "wechat_openid", "wechat_unionid": "wechat_unionid", "line": "line"}
OLDEST_AGE = 120
CLIENT_FIELDS = (
    *WHOSE_FIELDS,
    Field("card", "Number of another card of the house", text(254)),
    Field("wechat_openid", "WeChat openid", text(254)),
    Field("wechat_unionid", "WeChat unionid", text(254)),
    Field("line", "LINE id", text(254)),
    Field(
        "given_name", "Given name", text(80),
    ),
    Field(
        "family_name", "Family name", text(80),
    ),
    Field("name_order", "given_first or family_first", choice("given_first", "family_first")),
    Field("salutation", "How she is addressed", text(40)),
    Field("language", "Language, such as fr", language),
    Field("country", "Country, by its two letters", country, looks="country"),
    Field("city", "City", text(60)),
    Field("timezone", "Time zone, such as Europe/Paris", zone),
    Field(
        "birth_date", "Date of birth", day, looks="day", empty=None,
    ),
    Field("boutique", "Code of the boutique that knows her", boutique, empty=None),
    Field("advisor", "E-mail address of her advisor", text(254)),
    Field("tier", "Tier", text(20)),
    Field("since", "Client since", moment, empty=None),
    Field("taste.", "What she likes, and sizes: a column for each", text(200)),
    Field("key_date.", "Dates to keep, such as an anniversary: a column for each", day, empty=""),
)  # fmt: skip
FACTS = (
    "given_name", "family_name", "name_order", "salutation", "language", "country", "city", "timezone", "birth_date",
)  # fmt: skip


@dataclass(frozen=True)
class ClientRow:
    """``facts``: columns of the client that the row fills; ``claims``: the most believed first."""

    claims: tuple[IdentifierClaim, ...]
    facts: dict[str, Any]
    tastes: dict[str, str]
    key_dates: dict[str, str]
    boutique: int | None
    advisor: str
    tier: str
    since: str | None


def client_row(values: Values, *, prefix: str, phone_country: str, today: str) -> ClientRow:
    """Raises CellError, such as ``identifier_missing``: somebody without one would be made anew by every file."""
    claims = claims_in(values, prefix=prefix, phone_country=values["country"] or phone_country)
    others = [
        IdentifierClaim(namespace, value)
        for name, namespace in NUMBERS.items()
        if values[name] and (value := normal_value(namespace, values[name]))
    ]
    if not claims and not others:
        raise CellError("identifier_missing", "nothing says who it is: no number, e-mail address or telephone")
    if values["advisor"] and values["boutique"] is None:
        raise CellError("boutique_missing", "an advisor is named without the boutique where she works")
    _check_birth(values["birth_date"], today)
    return ClientRow(
        claims=(*claims, *others),
        facts={name: values[name] for name in FACTS if values[name]},
        tastes=values["taste."],
        key_dates={name: date[5:] for name, date in values["key_date."].items()},
        boutique=values["boutique"],
        advisor=values["advisor"].lower(),
        tier=values["tier"],
        since=values["since"],
    )


def _check_birth(birth_date: str | None, today: str) -> None:
    """That it is in the past was checked with the cell."""
    if birth_date and int(today[:4]) - int(birth_date[:4]) > OLDEST_AGE:
        raise CellError("birth_date_too_old", f"{birth_date} is more than {OLDEST_AGE} years ago")
