"""From rendered words to a mail as it goes over the wire."""

import uuid
from email.utils import formataddr

from django.core.mail import EmailMultiAlternatives

from crm.models import Brand
from journeys.channels.email.transport import Mail
from journeys.content.render import Rendered


def new_message_id(brand: Brand) -> str:
    """A Message-ID (RFC 5322 section 3.6.4) under the brand's own domain."""
    return f"<{uuid.uuid4().hex}@{brand.from_email.rpartition('@')[2]}>"


def build_mail(rendered: Rendered, *, brand: Brand, address: str, message_id: str) -> Mail:
    """Text and HTML with one-click unsubscription (RFC 8058) and the Message-ID that the send keeps.

    Without the former where nothing can be unsubscribed: one question to an address that is nobody's yet.
    """
    unsubscribe = {
        "List-Unsubscribe": f"<{rendered.links.unsubscribe}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    message = EmailMultiAlternatives(
        subject=rendered.subject,
        body=rendered.text,
        from_email=formataddr((brand.name, brand.from_email)),
        to=[address],
        headers={
            "Message-ID": message_id,
            **(unsubscribe if rendered.links.unsubscribe else {}),
            # RFC 3834: keeps away the answers of other machines.
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(rendered.html, "text/html")
    content = message.message().as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    return Mail(brand.from_email, address, content)
