"""The address that WeChat's servers call: once to see that it is ours, then with every event."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from clienteling.lib.sealing import unseal
from consent.actions.wechat import SEALED_FOR, heed_wechat_event
from consent.errors import WechatError
from consent.models import WechatAccount
from consent.wechat.callback import LARGEST, check_signature, read_event

STATUS = {"signature_invalid": 403, "signature_old": 403, "too_large": 413, "unreadable": 400, "other_account": 400}


@csrf_exempt
@require_http_methods(["GET", "POST"])
def callback(request: HttpRequest, account: str) -> HttpResponse:
    """GET answers ``echostr`` to whoever knows the token; POST keeps an event and answers ``success``.

    Refusals are plain text with the code: 403 for a signature that is wrong or older than five minutes, 400, 413.
    An account that there is not answers as a wrong signature does.
    """
    try:
        kept = _signed(request, account)
        if request.method == "GET":
            return _plain(request.GET.get("echostr", "")[:200])
        _heed(request, kept)
    except WechatError as error:
        return _plain(error.code, STATUS[error.code])
    return _plain("success")


def _signed(request: HttpRequest, account: str) -> WechatAccount:
    kept = WechatAccount.objects.filter(account=account, is_active=True).first()
    if kept is None:
        raise WechatError("signature_invalid")
    said = {name: request.GET.get(name, "")[:100] for name in ("timestamp", "nonce")}
    token = unseal(SEALED_FOR, kept.token).decode()
    check_signature(token, given=request.GET.get("signature", "")[:100], now=timezone.now(), **said)
    return kept


def _heed(request: HttpRequest, kept: WechatAccount) -> None:
    if int(request.headers.get("Content-Length") or 0) > LARGEST:
        raise WechatError("too_large")
    event = read_event(request.body)
    if event.account != kept.account:
        raise WechatError("other_account")
    heed_wechat_event(kept, event)


def _plain(text: str, status: int = 200) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
