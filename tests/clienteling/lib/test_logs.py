import json
import logging

import pytest

from clienteling.celery import app
from clienteling.lib.logs import JsonFormatter, without_personal_data
from clienteling.lib.tokens import sign_link


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("sent to camille@example.com at once", "sent to [email] at once"),
        ("called +33 1 42 68 53 00 today", "called [number] today"),
        ("GET /clients/?q=laurent refused", "GET /clients/?[query] refused"),
        ("enrolment 42 ended", "enrolment 42 ended"),
        ("failed\nDETAIL:  Key (given_name)=(Camille) already exists.", "failed\nDETAIL: [row]"),
        (
            "failed\nDETAIL:  Failing row contains (Camille,\nLaurent).\n\nThe above",
            "failed\nDETAIL: [row]\n\nThe above",
        ),
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


def test_the_token_of_a_link_is_blotted_out() -> None:
    token = sign_link("preferences", {"uid": "C-7F3K9M2QWX", "brand": "AURELLE", "channel": "email"})

    assert without_personal_data(f"Internal Server Error: /preferences/{token}/") == (
        "Internal Server Error: /preferences/[token]/"
    )


def test_a_worker_writes_the_same_lines() -> None:
    app.log.setup(loglevel=logging.WARNING, redirect_stdouts=False)

    formatters = {type(handler.formatter) for handler in logging.getLogger().handlers if handler.formatter}
    assert JsonFormatter in formatters
    assert "celery" not in {kind.__module__.split(".")[0] for kind in formatters}
