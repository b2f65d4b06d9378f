"""A browser that is logged in, without walking through the form each time."""

from django.conf import settings
from django.test import Client as Session
from playwright.sync_api import BrowserContext
from pytest_django.live_server_helper import LiveServer

from crm.models import User


def log_in(visitor: BrowserContext, live_server: LiveServer, user: User) -> None:
    session = Session()
    session.force_login(user)
    cookie = session.cookies[settings.SESSION_COOKIE_NAME]
    visitor.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
