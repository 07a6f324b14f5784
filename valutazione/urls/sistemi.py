"""Il sistema di valutazione."""

from django.urls import URLPattern, path

from valutazione.views import sistemi, sistemi_cammino, sistemi_effetti, tipi

urlpatterns: list[URLPattern] = [
    path("sistema/", sistemi.sistemi, name="sistemi"),
    path("sistema/modelli/", sistemi.scegli_modello, name="modelli_sistema"),
    path("sistema/modelli/<slug:modello>/", sistemi.da_modello, name="da_modello"),
    path("sistema/importa/", sistemi.importa, name="importa_sistema"),
    path("sistema/<int:pk>/", sistemi.sistema, name="sistema"),
    path("sistema/<int:pk>/modifica/", sistemi.modifica, name="modifica_sistema"),
    path("sistema/<int:pk>/fasi/", sistemi.fasi, name="fasi_sistema"),
    path("sistema/<int:pk>/elimina/", sistemi.elimina, name="elimina_sistema"),
    path("sistema/<int:pk>/importa/", sistemi.importa_tipi, name="importa_tipi"),
    path("sistema/<int:pk>/sistema.json", sistemi.esporta, name="esporta_sistema"),
    path("sistema/<int:pk>/invia/", sistemi_cammino.invia, name="invia_sistema"),
    path("sistema/<int:pk>/parere/", sistemi_cammino.parere, name="parere_sistema"),
    path("sistema/<int:pk>/ritira/", sistemi_cammino.ritira, name="ritira_sistema"),
    path("sistema/<int:pk>/adotta/", sistemi_cammino.adotta, name="adotta_sistema"),
    path("sistema/<int:pk>/nuova-versione/", sistemi_cammino.nuova_versione, name="nuova_versione"),
    path("sistema/<int:pk>/effetti/", sistemi_effetti.effetti, name="effetti_sistema"),
    path("sistema/<int:pk>/confronta/<int:con>/", sistemi_effetti.confronta, name="confronta_sistemi"),
    path("sistema/<int:sistema>/schede/nuova/", tipi.scrivi_tipo, name="nuovo_tipo"),
    path("sistema/schede/<int:pk>/", tipi.tipo, name="tipo"),
    path("sistema/schede/<int:pk>/modifica/", tipi.scrivi_tipo, name="modifica_tipo"),
    path("sistema/schede/<int:pk>/premio/", tipi.premio, name="premio_tipo"),
    path("sistema/schede/<int:pk>/elimina/", tipi.elimina_tipo, name="elimina_tipo"),
    path("sistema/schede/<int:pk>/prova/", tipi.prova, name="prova_tipo"),
    path("sistema/schede/<int:pk>/scheda.json", tipi.esporta_tipo, name="esporta_tipo"),
    path("sistema/schede/<int:tipo>/componenti/nuovo/", tipi.nuovo_componente, name="nuovo_componente"),
    path("sistema/componenti/<int:pk>/", tipi.modifica_componente, name="modifica_componente"),
    path("sistema/componenti/<int:pk>/elimina/", tipi.elimina_componente, name="elimina_componente"),
    path("sistema/componenti/<int:pk>/sposta/<str:verso>/", tipi.sposta_componente, name="sposta_componente"),
    path("sistema/<int:sistema>/scale/nuova/", tipi.scrivi_scala, name="nuova_scala"),
    path("sistema/scale/<int:pk>/", tipi.scrivi_scala, name="modifica_scala"),
    path("sistema/scale/<int:pk>/elimina/", tipi.elimina_scala, name="elimina_scala"),
]
