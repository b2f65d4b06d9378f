"""The staff's addresses."""

from django.urls import URLPattern, URLResolver, path, re_path
from django.views.generic import RedirectView

from clienteling.views import (
    check_in,
    client_parts,
    clients,
    contacts,
    identity,
    me,
    merges,
    my_day,
    notes,
    pictures,
    suggestions,
    tasks,
    theme,
    visits,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", RedirectView.as_view(pattern_name="my-day"), name="home"),
    path("my-day/", my_day.my_day, name="my-day"),
    path("visits/<int:pk>/attend/", visits.attend, name="visit-attend"),
    path("visits/<int:pk>/leave/", visits.leave, name="visit-leave"),
    path("visits/<int:pk>/come-back/", visits.come_back, name="visit-come-back"),
    path("tasks/<int:pk>/complete/", tasks.complete, name="task-complete"),
    path("tasks/<int:pk>/reopen/", tasks.reopen, name="task-reopen"),
    re_path(
        r"^suggestions/(?P<uid>[\w-]+)/(?P<kind>[a-z_]{1,40})/(?P<said>accept|later|dismiss)/$",
        suggestions.answer,
        name="suggestion",
    ),
    path("suggestions/<str:uid>/<slug:kind>/take-back/", suggestions.take_back, name="suggestion-take-back"),
    path("clients/", clients.clients, name="clients"),
    path("clients/<str:uid>/", clients.client, name="client"),
    path("clients/<str:uid>/for-client/", client_parts.for_client, name="client-pieces"),
    path("clients/<str:uid>/story/", client_parts.story, name="client-story"),
    path("clients/<str:uid>/notes/", notes.save, name="notes"),
    path("clients/<str:uid>/notes/blank/", notes.blank, name="notes-blank"),
    path("clients/<str:uid>/notes/<int:pk>/", notes.edit, name="note-edit"),
    path("clients/<str:uid>/contacts/", contacts.log, name="contacts"),
    path("clients/<str:uid>/identity/", identity.graph, name="client-identity"),
    path("clients/<str:uid>/identity/<int:pk>/cut/", identity.cut, name="identifier-cut"),
    path("clients/<str:uid>/identity/<int:pk>/give-back/", identity.give_back, name="identifier-give-back"),
    path("clients/<str:uid>/merge/", merges.merge, name="client-merge"),
    path("clients/<str:uid>/merges/<int:pk>/undo/", merges.undo, name="merge-undo"),
    path("check-in/", check_in.page, name="check-in"),
    path("check-in/code/", check_in.typed, name="check-in-code"),
    path("check-in/frame/", check_in.frame, name="check-in-frame"),
    path("me/", me.me, name="me"),
    path("pictures/<slug:brand>/<str:code>.svg", pictures.product_picture, name="product-picture"),
    path("theme/choose/", theme.choose_theme, name="choose-theme"),
    path("theme/<slug:code>.css", theme.brand_theme, name="brand-theme"),
]
