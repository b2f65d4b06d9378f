"""A mail to the privacy officers who answer for a request: its number and a day, and nothing of the person."""

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from consent.models import HandedIn, SubjectRequest
from crm.models import Brand, Membership, Relationship, User


def officers_for(request: SubjectRequest) -> list[User]:
    """Those of the group, and those of a brand that knows the client."""
    person = request.client.canonical_id or request.client_id
    return _officers(Q(Exists(Relationship.objects.filter(client=person, brand=OuterRef("brand")))))


def warn_officers(request: SubjectRequest) -> int:
    """One mail to each; how many. The mail server's refusal is the caller's to log: the queue shows it all the same."""
    link = f"{settings.BASE_URL}/privacy/requests/{request.reference}/"
    return _mail_all(officers_for(request), request, request.reference, link)


def warn_officers_of_handed_in(row: HandedIn) -> int:
    """The same to those of the group and of the brand that it was handed in at; nobody knows the person yet."""
    link = f"{settings.BASE_URL}/privacy/requests/handed-in/"
    return _mail_all(_officers(Q(brand=row.brand_id)), row, row.public_id, link)


def _officers(answering: Q) -> list[User]:
    places = Membership.objects.filter(Q(brand=None) | answering, role=Membership.Role.PRIVACY)
    return list(User.objects.filter(pk__in=places.values("user"), is_active=True).order_by("pk"))


def _mail_all(officers: Sequence[User], asked: SubjectRequest | HandedIn, number: str, link: str) -> int:
    mails = [_mail(asked, number, officer, link) for officer in officers]
    return get_connection(timeout=settings.EMAIL_TIMEOUT).send_messages(mails) if mails else 0


def _sender() -> str:
    """The group's first house writes to its own officers."""
    house = Brand.objects.exclude(from_email="").order_by("pk").first()
    return house.from_email if house else settings.DEFAULT_FROM_EMAIL


def _mail(asked: SubjectRequest | HandedIn, number: str, officer: User, link: str) -> EmailMessage:
    is_over = asked.due_at <= timezone.now()
    day = f"{timezone.localtime(asked.due_at):%-d %B %Y, %H:%M %Z}"
    subject = f"{number} is overdue" if is_over else f"{number} is due on {day}"
    words = "The time in which the law wants an answer is over." if is_over else "The law wants an answer by then."
    body = f"{asked.get_kind_display()}, received {asked.received_at:%-d %B %Y}. {words}\n\n{link}\n"
    return EmailMessage(subject, body, _sender(), [officer.email])
