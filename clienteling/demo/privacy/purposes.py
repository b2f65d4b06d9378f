"""The house's own purposes, under the standing one of marketing: a tree, as an administrator would lay it out."""

from clienteling.demo.privacy.purpose_words import INVITATIONS, LETTER, NAMES, NOTICES
from consent.models import Notice, Purpose
from consent.purposes import MARKETING_CHANNELS


def write_purposes() -> None:
    """Invitations on every channel; a letter by e-mail, for which the address is confirmed first."""
    marketing = Purpose.objects.get(code="marketing")
    _write(INVITATIONS, marketing, MARKETING_CHANNELS)
    _write(LETTER, marketing, ["email"], needs_confirmation=True)


def _write(code: str, parent: Purpose, channels: list[str], *, needs_confirmation: bool = False) -> None:
    purpose = Purpose(
        code=code, name=NAMES[code]["en"], names=NAMES[code], parent=parent, lawful_basis=Purpose.Basis.CONSENT,
        channels=channels, needs_confirmation=needs_confirmation,
    )  # fmt: skip
    purpose.full_clean()
    purpose.save()
    for language, text in NOTICES[code].items():
        Notice.objects.create(purpose=purpose, version=1, language=language, text=text)
