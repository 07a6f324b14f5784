"""Come le prove aprono una pagina dei premi."""

from django.urls import reverse

from tests.valutazione.scena_premi import ANNO, primo
from valutazione.azioni import premi as azioni
from valutazione.models import Fondo


def conferma(s, fondo):
    azioni.conferma_premi(primo(fondo), utente=s.segretario, motivazione="x")
    return Fondo.objects.get(pk=fondo.pk)


def indirizzo(s, fondo, nome):
    """L'indirizzo di una pagina con gli argomenti che vuole."""
    di_base = [s.ente.slug, ANNO]
    scenario = fondo.simulazioni.first()
    if nome == "nuovo_fondo":
        return reverse("valutazione:nuovo_fondo", args=[*di_base, "eq"])
    if nome in ("premi", "mio_premio", "controlli_valutazione", "aggregati"):
        return reverse(f"valutazione:{nome}", args=di_base)
    altri = {
        "persona_fondo": [s.persone[0].pk if s.persone else 0],
        "togli_interim": [fondo.interim.first().pk if fondo.interim.exists() else 0],
        "paghe": ["xlsx"],
        "determina": ["docx"],
        "confronto_scenari": [scenario.pk, fondo.simulazioni.last().pk],
        "premio": [scenario.pk, scenario.premi.first().pk if scenario.premi.exists() else 0],
    } | dict.fromkeys(
        ("scenario", "modifica_scenario", "ricalcola_scenario", "elimina_scenario", "conferma_premi"), [scenario.pk]
    )
    return reverse(f"valutazione:{nome}", args=[*di_base, fondo.platea, *altri.get(nome, [])])


def pagina(client, s, fondo, nome, chi, dati=None):
    client.force_login(chi)
    dove = indirizzo(s, fondo, nome)
    return client.get(dove) if dati is None else client.post(dove, dati, follow=True)
