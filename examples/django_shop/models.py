"""The models: what orders are looked for by, and all of an order as a document.

They belong to `orders.py` and `decisions.py` beside; see there.
"""

from django.db import models


class KeptOrder(models.Model):
    id = models.BigIntegerField(primary_key=True)
    number = models.CharField(max_length=100, unique=True)
    customer_id = models.BigIntegerField(db_index=True)
    created_date = models.DateTimeField()
    version = models.BigIntegerField()
    document = models.TextField()


class KeptItem(models.Model):
    id = models.BigIntegerField(primary_key=True)
    order = models.ForeignKey(KeptOrder, models.CASCADE, related_name="items")


class KeptImage(models.Model):
    id = models.BigAutoField(primary_key=True)
    name = models.TextField(db_index=True)
    order = models.ForeignKey(KeptOrder, models.CASCADE, related_name="images")


class KeptDecision(models.Model):
    id = models.BigAutoField(primary_key=True)
    document = models.TextField()


class LastNumber(models.Model):
    """One row: the last pk that a request or a picture was given."""

    id = models.BigAutoField(primary_key=True)
    value = models.BigIntegerField(default=0)
