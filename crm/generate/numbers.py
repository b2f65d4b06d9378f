"""Numbers that look drawn and never repeat: each is the image of a count under a one-to-one map."""

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_UID_SPACE = 1 << 50
# Odd, so prime to any power of two; and ending in 7, so prime to any power of ten.
_STRIDE = 618_033_988_749_897
# Country to the beginning of telephone numbers which no network assigns there.
PHONES = {
    "FR": "+330", "IT": "+3930", "GB": "+440", "US": "+10", "DE": "+490", "CN": "+860", "JP": "+810", "KR": "+820",
    "AE": "+9710", "GR": "+300", "UA": "+3800",
}  # fmt: skip


def uid_of(number: int) -> str:
    """A public id in the alphabet of crm.models.client.new_uid, distinct for each number under 2**50."""
    mixed = number * _STRIDE % _UID_SPACE
    return "C-" + "".join(_ALPHABET[mixed >> shift & 31] for shift in range(45, -1, -5))


def digits_of(number: int, length: int) -> str:
    """``length`` digits, distinct for each number under 10**length."""
    return f"{number * _STRIDE % 10**length:0{length}d}"


def phone_of(number: int, country: str) -> str:
    return PHONES[country] + digits_of(number, 9)


def anonymous_id_of(number: int) -> str:
    """What the tag would have called the device of this client."""
    return f"gen-{number * _STRIDE % (1 << 64):016x}"
