"""A Django app that keeps orders in its own models, behind the domain's ports.

`pytest examples/django_shop` holds it to the contracts that all repositories keep. Without
`settings.py` and the test, this is an app for a project of yours; `django_shop/orders.py`
says how it is used.
"""
