"""Why a request, or one call of it, is refused."""


class IngestError(Exception):
    """The whole request is refused with this HTTP status and stable code; nothing of it was stored."""

    def __init__(self, code: str, detail: str, *, status: int = 400, retry_after: int | None = None) -> None:
        super().__init__(detail)
        self.code, self.detail, self.status, self.retry_after = code, detail, status, retry_after


class CallRejected(Exception):
    """One call is refused and the others are kept. ``detail`` never repeats what the call held."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code, self.detail = code, detail
