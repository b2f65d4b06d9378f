"""A task ticked, and the tick undone."""

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from clienteling.actions.tasks import complete_task, reopen_task
from clienteling.models import Task
from clienteling.queries.day import masked_for
from clienteling.rules import boutique_of
from clienteling.views.staff import StaffRequest, clients_page


@clients_page
@require_POST
def complete(request: StaffRequest, pk: int) -> HttpResponse:
    task = _task(request, pk)
    complete_task(task, actor=request.user, at=timezone.now())
    return _row(request, task)


@clients_page
@require_POST
def reopen(request: StaffRequest, pk: int) -> HttpResponse:
    task = _task(request, pk)
    reopen_task(task, actor=request.user)
    return _row(request, task)


def _task(request: StaffRequest, pk: int) -> Task:
    """One's own task, or one that anybody of one's boutique may take."""
    mine = Q(advisor=request.user) | Q(advisor=None)
    return get_object_or_404(Task.objects.filter(mine, boutique=boutique_of(request.user)), pk=pk)


def _row(request: StaffRequest, task: Task) -> HttpResponse:
    if not request.htmx:
        return redirect("my-day")
    kept = Task.objects.select_related("client", "done_by").get(pk=task.pk)
    masked_for(request.user, kept)
    return render(request, "clienteling/my_day/_task.html", {"task": kept, "today": timezone.localdate()})
