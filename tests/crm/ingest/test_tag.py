"""The tag is small, and is asked for again only when it changed."""

import gzip

from django.test import Client as HttpClient


def test_the_tag_weighs_less_than_six_kilobytes() -> None:
    answer = HttpClient().get("/v1/tag.js", headers={"Accept-Encoding": "gzip"})

    assert (answer["Content-Encoding"], answer["Content-Type"]) == ("gzip", "text/javascript; charset=utf-8")
    assert len(answer.content) < 6 * 1024
    assert gzip.decompress(answer.content) == HttpClient().get("/v1/tag.js").content


def test_the_tag_stands_alone() -> None:
    text = HttpClient().get("/v1/tag.js").content.decode()

    assert [
        word for word in ("import ", "eval(", "new Function", "innerHTML", "http://", "https://") if word in text
    ] == []


def test_a_browser_that_has_the_tag_does_not_get_it_again() -> None:
    first = HttpClient().get("/v1/tag.js")

    again = HttpClient().get("/v1/tag.js", headers={"If-None-Match": first["ETag"]})

    assert (first["Cache-Control"], again.status_code, again.content) == ("public, max-age=3600", 304, b"")
