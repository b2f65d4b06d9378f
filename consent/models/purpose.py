"""What a house may use a client's data for, and the texts that said so."""

import hashlib

from django.core.exceptions import ValidationError
from django.db import models

LEVELS = 4
_UNDER_ITSELF = "A purpose cannot stand under itself, or under one that stands under it."
_NOT_NAMES = 'Write {"fr": "..."}: the code of a language, and the name in it.'
_TOO_DEEP = f"Purposes have at most {LEVELS} levels."


class Purpose(models.Model):
    """One purpose of processing with its basis in law (GDPR Art. 6(1)). Purposes are a tree of at most four levels;
    the database refuses another shape (see migration 0012)."""

    class Basis(models.TextChoices):
        CONSENT = "consent", "Consent, Art. 6(1)(a)"
        CONTRACT = "contract", "Contract, Art. 6(1)(b)"
        LEGAL = "legal_obligation", "Legal obligation, Art. 6(1)(c)"
        VITAL = "vital_interests", "Vital interests, Art. 6(1)(d)"
        PUBLIC = "public_task", "Public task, Art. 6(1)(e)"
        LEGITIMATE = "legitimate_interests", "Legitimate interests, Art. 6(1)(f)"

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    names = models.JSONField(
        default=dict,
        blank=True,
        db_default={},
        help_text='What clients read, by language: {"fr": "...", "zh-hans": "..."}.',
    )
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    lawful_basis = models.CharField(max_length=24, choices=Basis.choices)
    channels = models.JSONField(default=list, blank=True, help_text="Channel codes this purpose may use.")
    needs_confirmation = models.BooleanField(
        default=False,
        help_text="A yes typed into a form holds once the link sent to the address was followed (double opt-in).",
    )

    def __str__(self) -> str:
        return self.name

    def name_in(self, language: str) -> str:
        """As clients read it; the house's own name where nobody wrote one in this language."""
        return str(self.names.get(language) or self.name)

    def clean(self) -> None:
        """Raises ValidationError ``purpose_under_itself`` or ``tree_too_deep``, before the database would refuse, and
        ``names_invalid``."""
        self._check_names()
        above, level = self.parent, self._height()
        while above is not None:
            level += 1
            if above.pk == self.pk:
                raise ValidationError({"parent": ValidationError(_UNDER_ITSELF, "purpose_under_itself")})
            if level > LEVELS:
                raise ValidationError({"parent": ValidationError(_TOO_DEEP, "tree_too_deep")})
            above = above.parent

    def _check_names(self) -> None:
        is_whole = isinstance(self.names, dict) and all(isinstance(each, str) for each in self.names.values())
        if not is_whole:
            raise ValidationError({"names": ValidationError(_NOT_NAMES, "names_invalid")})

    def _height(self) -> int:
        """Levels from here down, itself included."""
        below = self.children.all() if self.pk else ()
        return 1 + max((each._height() for each in below), default=0)


class Notice(models.Model):
    """The exact words shown when a decision was taken. Never edited: a new text is a new version."""

    purpose = models.ForeignKey(Purpose, on_delete=models.PROTECT, related_name="notices")
    version = models.PositiveIntegerField()
    language = models.CharField(max_length=12)
    text = models.TextField()
    sha256 = models.CharField(max_length=64, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "version", "language"], name="one_text_per_purpose_version_and_language"
            )
        ]

    def save(self, *args: object, **kwargs: object) -> None:
        self.sha256 = hashlib.sha256(self.text.encode()).hexdigest()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def __str__(self) -> str:
        return f"{self.purpose_id} v{self.version} {self.language}"
