"""Lists paged by key: constant cost at any depth."""

from rest_framework.pagination import CursorPagination


class KeyPagination(CursorPagination):
    ordering = "id"
    page_size = 24
    page_size_query_param = "limit"
    max_page_size = 100
