from django.urls import path

from piao.base.manuale import views

app_name = "manuale"

urlpatterns = [
    path("", views.indice, name="indice"),
    path("<slug:nome>/", views.pagina, name="pagina"),
]
