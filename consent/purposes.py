"""The standing purposes of every house, and the words in which consent to them is asked."""

import hashlib
from dataclasses import dataclass

from django.apps import apps as installed_apps
from django.apps.registry import Apps

from consent.notices import FIRST_NOTICES

WRITTEN_CHANNELS = ["email", "sms", "whatsapp", "wechat", "line", "push"]
MARKETING_CHANNELS = ["email", "sms", "phone", "whatsapp", "wechat", "line", "push"]

# Purposes that a marketing-only suppression or an objection (GDPR Art. 21(2)) stops.
MARKETING_PURPOSES = frozenset({"marketing"})


@dataclass(frozen=True)
class StandingPurpose:
    """``channels`` is empty where nobody is written to: such a decision is about the person, not an address."""

    code: str
    name: str
    lawful_basis: str
    channels: tuple[str, ...] = ()


STANDING_PURPOSES = (
    StandingPurpose("marketing", "News and invitations of the house", "consent", tuple(MARKETING_CHANNELS)),
    StandingPurpose("stock-alerts", "To say that a piece is back", "consent", tuple(WRITTEN_CHANNELS)),
    StandingPurpose("profiling", "Personal suggestions from purchases and visits", "consent"),
    StandingPurpose("measurement", "Measurement of the website and the app", "consent"),
    StandingPurpose("sharing", "Audiences shared with advertising partners", "consent"),
    StandingPurpose("service", "Orders, repairs and appointments", "contract", tuple(MARKETING_CHANNELS)),
    # Of clients in China each is asked by itself (PIPL Art. 14, 24, 29, 39), and of nobody else.
    StandingPurpose("cross-border", "Data to the group outside China", "consent"),
    StandingPurpose("sensitive-data", "Sensitive personal information", "consent"),
    StandingPurpose("automated-decisions", "Scores and recommendations by machine", "consent"),
)
SEPARATE_PURPOSES = ("cross-border", "sensitive-data", "automated-decisions")


def ensure_purposes(registry: Apps = installed_apps) -> None:
    """Make what is missing of the purposes and of version 1 of their notices; change nothing that is there.

    ``registry`` is the historical one inside a migration. Three statements, whatever is there already.
    """
    purpose_model = registry.get_model("consent", "Purpose")
    notice_model = registry.get_model("consent", "Notice")
    purpose_model.objects.bulk_create(
        [
            purpose_model(code=each.code, name=each.name, lawful_basis=each.lawful_basis, channels=list(each.channels))
            for each in STANDING_PURPOSES
        ],
        ignore_conflicts=True,
    )
    ids = dict(purpose_model.objects.values_list("code", "pk"))
    notice_model.objects.bulk_create(
        [
            # The hash is set here, since bulk_create and historical models pass by Notice.save.
            notice_model(
                purpose_id=ids[code],
                version=1,
                language=language,
                text=text,
                sha256=hashlib.sha256(text.encode()).hexdigest(),
            )
            for code, texts in FIRST_NOTICES.items()
            for language, text in texts.items()
        ],
        ignore_conflicts=True,
    )
