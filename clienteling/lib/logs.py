"""JSON logs, one object a line, without personal data: ids and codes only, never addresses or names."""

import json
import logging
import re
from datetime import UTC, datetime

from clienteling.lib.request_id import current_request_id

_EMAIL = re.compile(r"[^\s<>\"'@]+@[^\s<>\"'@]+")
_LONG_NUMBER = re.compile(r"\+?\d[\d ().-]{7,}\d")
_QUERY = re.compile(r"\?[^\s\"']+")
# What the database adds to an error repeats the row, the key or the statement that it refused.
_REFUSED_ROW = re.compile(r"\n(DETAIL|CONTEXT|LINE \d+):.*?(?=\n\n|\Z)", re.DOTALL)
# The payload, time and signature of a link (clienteling.lib.tokens): whoever reads it could use it.
_TOKEN = re.compile(r"[\w-]+={0,2}:[\w-]{5,}:[\w-]{20,}")


def without_personal_data(text: str) -> str:
    """The text without e-mail addresses, phone-like numbers, query strings, signed links, and refused rows."""
    text = _TOKEN.sub("[token]", _REFUSED_ROW.sub(r"\n\1: [row]", text))
    return _LONG_NUMBER.sub("[number]", _EMAIL.sub("[email]", _QUERY.sub("?[query]", text)))


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": without_personal_data(record.getMessage()),
        }
        if request_id := current_request_id():
            line["request_id"] = request_id
        if record.exc_info:
            line["exception"] = without_personal_data(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)
