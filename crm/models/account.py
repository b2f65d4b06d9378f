"""The client's own log-in to the customer app and the website."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models


class CustomerAccount(AbstractBaseUser):
    """One log-in per client. It opens the client's own data only, never a staff screen."""

    client = models.OneToOneField("crm.Client", on_delete=models.PROTECT, related_name="account")
    email = models.EmailField(unique=True, help_text="Normalised.")
    failures = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
