"""Pages as the API asks for them."""

from rest_framework.pagination import PageNumberPagination


class Pages(PageNumberPagination):
    page_size_query_param = "limit"
    max_page_size = 100
