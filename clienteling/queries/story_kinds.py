"""What the story can be narrowed to, in words."""

from crm.queries.timeline import timeline_kinds

KINDS = {
    "purchase": "Purchases",
    "visit": "Visits",
    "contact": "Conversations",
    "message": "Messages",
    "interaction": "Web and app",
    "wish": "Wishes",
    "repair": "Repairs",
    "answer": "Answers",
    "consent": "Consents",
    "segment": "Segments",
}
STORY_CHANNELS = ("boutique", "web", "app", "email", "phone", "sms", "whatsapp", "wechat", "line")


def kind_choices() -> list[tuple[str, str]]:
    """(code, name) of each kind, the most asked for first."""
    order = list(KINDS)
    codes = sorted(timeline_kinds(), key=lambda code: order.index(code) if code in KINDS else len(order))
    return [(code, KINDS.get(code, code.capitalize())) for code in codes]
