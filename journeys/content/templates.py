"""Where the words of a message lie: ``templates/emails/<code>/<language>.{subject,text,html}``."""

from django.template import TemplateDoesNotExist
from django.template.loader import get_template

PARTS = ("subject", "text", "html")


def template_path(code: str, language: str, part: str) -> str:
    return f"emails/{code}/{language}.{part}"


def has_template(code: str) -> bool:
    """Whether every part exists in English, in which each message must exist."""
    try:
        for part in PARTS:
            get_template(template_path(code, "en", part))
    except TemplateDoesNotExist:
        return False
    return True
