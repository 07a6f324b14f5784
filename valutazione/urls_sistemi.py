"""Il sistema di valutazione."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
