from django.urls import path

from relazioni.views import documenti, testi

app_name = "relazioni"
urlpatterns = [
    path("<int:anno>/documenti/", documenti.documenti, name="documenti"),
    path("<int:anno>/documenti/anteprima/", documenti.anteprima, name="anteprima"),
    path("<int:anno>/documenti/produci/", documenti.produci, name="produci"),
    path("<int:anno>/documenti/lavori/<int:pk>/", documenti.lavoro, name="lavoro"),
    path("<int:anno>/documenti/lavori/<int:pk>/annulla/", documenti.annulla_lavoro, name="annulla_lavoro"),
    path("<int:anno>/documenti/<int:pk>/piano.pdf", documenti.scarica, name="scarica"),
    path("<int:anno>/documenti/dati/<str:nome>", documenti.dati, name="dati"),
    path("<int:anno>/documenti/testi/", testi.sezioni, name="sezioni"),
    path("<int:anno>/documenti/testi/nuova/", testi.nuova, name="nuova_parte"),
    path("<int:anno>/documenti/testi/<slug:chiave>/", testi.modifica, name="parte"),
    path("<int:anno>/documenti/testi/<slug:chiave>/sposta/", testi.sposta, name="sposta_parte"),
    path("<int:anno>/documenti/testi/<slug:chiave>/mostra/", testi.mostra, name="mostra_parte"),
    path("<int:anno>/documenti/testi/<slug:chiave>/elimina/", testi.elimina, name="elimina_parte"),
    path("<int:anno>/documenti/testi/<slug:chiave>/modello/", testi.ripristina, name="ripristina_parte"),
    path("<int:anno>/documenti/testi/<slug:chiave>/storia/", testi.storia, name="storia_parte"),
]
