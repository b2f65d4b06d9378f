"""The addresses of the demonstration's post office."""

from django.urls import path

from clienteling.mailsink.views import mail_html, mail_list, mail_read

urlpatterns = [
    path("", mail_list, name="mail-list"),
    path("<str:name>/", mail_read, name="mail-read"),
    path("<str:name>/html/", mail_html, name="mail-html"),
]
