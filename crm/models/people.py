"""The staff: who they are and which part of the group they may see."""

from typing import Any

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q


class UserManager(BaseUserManager["User"]):
    """Makes users who log in with an e-mail address."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> "User":
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **extra})


class User(AbstractUser):
    """A member of staff. Accounts are personal, never shared at the counter."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(unique=True)
    language = models.CharField(max_length=12, default="en")

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []  # type: ignore[misc]

    objects = UserManager()  # type: ignore[misc,assignment]

    def __str__(self) -> str:
        return self.get_full_name() or self.email


class Membership(models.Model):
    """What a user is, and where. A user may hold several."""

    class Role(models.TextChoices):
        ADVISOR = "advisor", "Client advisor"
        MANAGER = "manager", "Store manager"
        HQ = "hq", "Headquarters"
        PRIVACY = "privacy", "Privacy officer"
        ADMIN = "admin", "Administrator"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices)
    brand = models.ForeignKey("crm.Brand", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 alpha-2; empty: every country.")
    boutique = models.ForeignKey(
        "crm.Boutique", null=True, blank=True, on_delete=models.PROTECT, related_name="memberships"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(role__in=["advisor", "manager"]) | Q(boutique__isnull=False),
                name="advisors_and_managers_belong_to_a_boutique",
            ),
            models.CheckConstraint(
                condition=Q(boutique__isnull=True) | Q(brand__isnull=False),
                name="a_boutique_membership_names_its_brand",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "brand", "country", "boutique"],
                nulls_distinct=False,
                name="one_membership_per_user_role_and_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.boutique or self.country or self.brand or 'group'}"
