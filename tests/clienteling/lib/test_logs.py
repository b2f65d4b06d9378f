import json
import logging

import pytest

from clienteling.lib.logs import JsonFormatter, without_personal_data


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("sent to camille@example.com at once", "sent to [email] at once"),
        ("called +33 1 42 68 53 00 today", "called [number] today"),
        ("GET /clients/?q=laurent refused", "GET /clients/?[query] refused"),
        ("enrolment 42 ended", "enrolment 42 ended"),
    ],
)
def test_personal_data_is_blotted_out(text: str, clean: str) -> None:
    assert without_personal_data(text) == clean


def test_a_line_is_one_json_object_without_the_address_in_its_exception() -> None:
    try:
        raise ValueError("no such client: camille@example.com")
    except ValueError as error:
        info = (ValueError, error, error.__traceback__)
    record = logging.LogRecord("crm", logging.ERROR, "here.py", 1, "failed\nfor %s", ("camille@example.com",), info)

    line = JsonFormatter().format(record)

    assert line.count("\n") == 0
    assert "camille@example.com" not in line
    assert json.loads(line)["message"] == "failed\nfor [email]"
