"""Gli indirizzi: prima ciò che è di tutti, poi ciò che è di un ente."""

from django.urls import include, path

urlpatterns = [
    path("accesso/", include("allauth.urls")),
]
