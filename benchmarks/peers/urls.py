from django.urls import include, path
from rest_framework.routers import SimpleRouter
from shop.views import OrderView

router = SimpleRouter()
router.register("users/orders", OrderView, basename="orders")
urlpatterns = [path("", include(router.urls))]
