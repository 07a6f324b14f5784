"""Amministrazione trasparente e dati aperti."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
