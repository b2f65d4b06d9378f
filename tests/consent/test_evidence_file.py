"""The evidence as a file says what the page says, and can be read back word for word."""

import re
from datetime import datetime, timedelta
from html import unescape
from io import BytesIO

import pytest
from django.test import Client as Browser
from pypdf import PdfReader

from consent.actions.decide import decide_for_person, record_decision
from consent.models import AccessEntry, Notice, Purpose
from consent.queries.evidence import evidences_of
from consent.queries.notices import notice_for
from crm.models import Brand, Client, User
from tests.clienteling.views.again import log_in, say_again
from tests.factories import make_client

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client: Browser, petra: User) -> Browser:
    log_in(client, petra)
    say_again(client)
    return client


def decide_in(client: Client, brand: Brand, language: str, status: str, at: datetime) -> None:
    record_decision(
        client, brand=brand, purpose="marketing", channel="email", contact="camille@mail.example", status=status,
        method="web_form", origin="/shop/", language=language, notice=notice_for("marketing", language), at=at,
    )  # fmt: skip


def read(content: bytes) -> str:
    """The text of the file; white space is how the lines were set, and nothing else."""
    return squeezed("".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def file_of(office: Browser, client: Client) -> bytes:
    answer = office.post(f"/privacy/clients/{client.uid}/evidence/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == f'attachment; filename="evidence-{client.uid}.pdf"'
    return answer.content


def test_the_file_says_every_word_and_figure_of_the_page(
    office: Browser, camille: Client, brand: Brand, now: datetime
) -> None:
    for day, (language, status) in enumerate([("en", "given"), ("fr", "withdrawn"), ("it", "given")]):
        decide_in(camille, brand, language, status, now + timedelta(days=day))
    decide_for_person(camille, brand=brand, purpose="profiling", status="refused", method="app", at=now)
    page = office.get(f"/privacy/clients/{camille.uid}/").content.decode()
    chains = page[page.index("<article") : page.rindex("</article>")]

    text = read(file_of(office, camille))

    said = [unescape(each) for each in re.findall(r"<(?:time|blockquote|code|p)[^>]*>([^<]+)<", chains)]
    assert len(said) == 16
    assert [each for each in said if squeezed(each) not in text] == []


@pytest.mark.parametrize("language", ["en", "fr", "it", "zh-hans"])
def test_the_words_are_read_back_in_each_language(
    office: Browser, camille: Client, brand: Brand, now: datetime, language: str
) -> None:
    decide_in(camille, brand, language, "given", now)
    notice = notice_for("marketing", language)
    assert notice is not None

    text = read(file_of(office, camille))

    assert [squeezed(notice.text) in text, notice.sha256 in text] == [True, True]


def test_the_digest_of_the_chain_is_printed(office: Browser, camille: Client, brand: Brand, now: datetime) -> None:
    decide_in(camille, brand, "en", "given", now)

    assert f"Thischain:{evidences_of([camille.pk])[0].digest}" in read(file_of(office, camille))


def test_letters_that_cannot_be_drawn_are_owned_up_to(
    office: Browser, camille: Client, brand: Brand, now: datetime
) -> None:
    purpose = Purpose.objects.get(code="marketing")
    Notice.objects.create(purpose=purpose, version=1, language="ar", text="أود أن أسمع")
    decide_in(camille, brand, "ar", "given", now)

    text = read(file_of(office, camille))

    assert squeezed("Some letters of these words have no shape in this file") in text


def test_where_nothing_was_decided_the_file_says_so(office: Browser) -> None:
    assert squeezed("No decision yet.") in read(file_of(office, make_client()))


def test_taking_the_file_is_an_export_in_the_log(office: Browser, camille: Client, petra: User) -> None:
    file_of(office, camille)

    entry = AccessEntry.objects.get()
    assert (entry.user, entry.client, entry.action, entry.fields) == (petra, camille, "exported", ["consents"])


def test_a_long_history_goes_on_over_the_pages(office: Browser, camille: Client, brand: Brand, now: datetime) -> None:
    for day in range(40):
        decide_in(camille, brand, "zh-hans", "withdrawn" if day % 2 else "given", now + timedelta(days=day))

    pages = PdfReader(BytesIO(file_of(office, camille))).pages

    assert [f"Page {number}" in page.extract_text() for number, page in enumerate(pages, 1)] == [True] * len(pages)
    assert len(pages) > 3
