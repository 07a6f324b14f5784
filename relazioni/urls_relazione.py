"""La Relazione sulla performance."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
