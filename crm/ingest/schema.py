"""The shapes of the specification, as the decoder checks them.

Objects whose content is the sender's own (properties, traits, context) stay raw: most calls go to the
database as the bytes that they came in, and only those that may hold personal data are taken apart.
"""

import msgspec
from msgspec import Raw

NOTHING = Raw()
CALL_TYPES = frozenset({"track", "page", "screen", "identify", "group", "alias"})


class Envelope(msgspec.Struct, rename="camel"):
    """A batch. The calls are still raw, so that one that is malformed does not take the others with it."""

    batch: list[Raw]
    write_key: str = ""
    sent_at: str | None = None
    context: Raw = NOTHING


class Credentials(msgspec.Struct, rename="camel"):
    """What a single call says besides itself."""

    write_key: str | None = None
    sent_at: str | None = None


class MessageId(msgspec.Struct, rename="camel"):
    """All that is read of a call that was refused."""

    message_id: str | int | None = None


class Call(msgspec.Struct, rename="camel"):
    """One call, of whatever type. Numbers are allowed as ids, as the libraries of the specification send them."""

    type: str = ""
    message_id: str | None = None
    anonymous_id: str | int | None = None
    user_id: str | int | float | None = None
    previous_id: str | int | None = None
    group_id: str | int | None = None
    event: str | None = None
    name: str | None = None
    category: str | None = None
    timestamp: str | None = None
    original_timestamp: str | None = None
    sent_at: str | None = None
    properties: Raw = NOTHING
    traits: Raw = NOTHING
    context: Raw = NOTHING


decode_envelope = msgspec.json.Decoder(Envelope).decode
decode_credentials = msgspec.json.Decoder(Credentials).decode
decode_message_id = msgspec.json.Decoder(MessageId).decode
decode_call = msgspec.json.Decoder(Call).decode
decode_object = msgspec.json.Decoder(dict[str, object]).decode
encode_json = msgspec.json.Encoder().encode
