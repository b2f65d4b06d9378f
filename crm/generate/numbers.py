"""Numbers that look drawn and never repeat: each is the image of a count under a one-to-one map."""

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PAIRS = [first + second for first in _ALPHABET for second in _ALPHABET]
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
    return "C-" + "".join(_PAIRS[mixed >> shift & 1023] for shift in (40, 30, 20, 10, 0))


def digits_of(number: int, length: int) -> str:
    """``length`` digits, distinct for each number under 10**length."""
    return f"{number * _STRIDE % 10**length:0{length}d}"


def phone_of(number: int, country: str) -> str:
    return PHONES[country] + digits_of(number, 9)


def anonymous_id_of(number: int) -> str:
    """What the tag would have called the device of this client."""
    return f"gen-{number * _STRIDE % (1 << 64):016x}"


def uuid7_of(milliseconds: int, number: int) -> str:
    """A version 7 UUID (RFC 9562, section 5.7), without dashes, whose random part is a number under 2**74."""
    return f"{milliseconds:012x}7{number & 0xFFF:03x}{0x8000 | number >> 60:04x}{number >> 12 & 0xFFFFFFFFFFFF:012x}"
