"""Lists paged by key: constant cost at any depth."""

import re

from rest_framework.exceptions import NotFound
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request


class KeyPagination(CursorPagination):
    """``position``: how the key of a page is written. A cursor is readable, so somebody may write one of their own:
    whatever is no key is answered as a page that there is not."""

    ordering = "id"
    position = re.compile(r"[0-9]{1,18}")
    page_size = 24
    page_size_query_param = "limit"
    max_page_size = 100

    def decode_cursor(self, request: Request) -> Cursor | None:
        """Raises NotFound for a cursor that is none of ours."""
        cursor = super().decode_cursor(request)
        if cursor is not None and cursor.position is not None and not self.position.fullmatch(str(cursor.position)):
            raise NotFound(self.invalid_cursor_message)
        return cursor
