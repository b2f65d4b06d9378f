"""A mail to the privacy officers who answer for a client: a reference and a day, and nothing of the person."""

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from consent.models import SubjectRequest
from crm.models import Brand, Membership, Relationship, User


def officers_for(request: SubjectRequest) -> list[User]:
    """Those of the group, and those of a brand that knows the client."""
    person = request.client.canonical_id or request.client_id
    knows = Relationship.objects.filter(client=person, brand=OuterRef("brand"))
    places = Membership.objects.filter(Q(brand=None) | Q(Exists(knows)), role=Membership.Role.PRIVACY)
    return list(User.objects.filter(pk__in=places.values("user"), is_active=True).order_by("pk"))


def warn_officers(request: SubjectRequest) -> int:
    """One mail to each; how many. The mail server's refusal is the caller's to log: the queue shows it all the same."""
    link = f"{settings.BASE_URL}/privacy/requests/{request.reference}/"
    mails = [_mail(request, officer, link) for officer in officers_for(request)]
    return get_connection(timeout=settings.EMAIL_TIMEOUT).send_messages(mails) if mails else 0


def _sender() -> str:
    """The group's first house writes to its own officers."""
    house = Brand.objects.exclude(from_email="").order_by("pk").first()
    return house.from_email if house else settings.DEFAULT_FROM_EMAIL


def _mail(request: SubjectRequest, officer: User, link: str) -> EmailMessage:
    is_over = request.due_at <= timezone.now()
    day = f"{timezone.localtime(request.due_at):%-d %B %Y, %H:%M %Z}"
    subject = f"{request.reference} is overdue" if is_over else f"{request.reference} is due on {day}"
    words = "The time in which the law wants an answer is over." if is_over else "The law wants an answer by then."
    body = f"{request.get_kind_display()}, received {request.received_at:%-d %B %Y}. {words}\n\n{link}\n"
    return EmailMessage(subject, body, _sender(), [officer.email])
