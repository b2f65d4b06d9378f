"""Whether this process lives, and whether the house can be served."""

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET
from redis.exceptions import RedisError

from consent.journal.standing import Standing, journal_standing
from journeys.queries.overdue import overdue_enrolments, overdue_sends


@require_GET
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while the process answers; asks nothing of anybody else."""
    return JsonResponse({"status": "ok"})


@require_GET
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and no due work is stuck; 503 and what is wrong otherwise.

    Redis can be lost at any moment without losing anything, so its absence is told and not refused.
    """
    problems, warnings = _database_problems(), _redis_warnings()
    state = {"status": "unready" if problems else "ready", "problems": problems, "warnings": warnings}
    return JsonResponse(state, status=503 if problems else 200)


def _database_problems() -> list[str]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return _stuck_work()
    except DatabaseError:
        return ["database_unreachable"]


def _stuck_work() -> list[str]:
    now = timezone.now()
    stuck = []
    if overdue_enrolments(now).exists():
        stuck.append("enrolments_overdue")
    if overdue_sends(now).exists():
        stuck.append("sends_overdue")
    if (standing := journal_standing()) is not Standing.CURRENT:
        stuck.append(standing.code)
    return stuck


def _redis_warnings() -> list[str]:
    try:
        cache.get("readyz")
    except RedisError:
        return ["redis_unreachable"]
    return []
