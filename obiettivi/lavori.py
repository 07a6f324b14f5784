"""I lavori in secondo piano della stanza."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from django_tasks import task

from enti.letture import profilo
from enti.models import Ente, Utente
from obiettivi.azioni.avvisi import avvisa_ente
from obiettivi.contenuto.cruscotto import sezioni_del_quadro
from obiettivi.contenuto.cruscotto_confronti import sezioni_degli_anni
from obiettivi.letture.cruscotto import Cruscotto, cruscotto_di
from obiettivi.letture.cruscotto_anni import negli_anni
from obiettivi.models import Ciclo, Sessione, VerbaleMonitoraggio
from piao.base.avvisi.posta import prepara_riassunti, spedisci_in_attesa
from piao.base.lavori import ErroreDiLavoro, avvia, conserva_pdf, segnala
from piao.base.models import Lavoro
from piao.base.pdf import DocumentoNonScritto, scrivi_pdf
from piao.base.pdf.pezzi import Documento


@task
def avvisi_del_giorno(lavoro_id: int | None) -> dict[str, Any]:
    """Avvisa ogni ente, poi prepara e spedisce un riassunto per persona. Ripeterlo non avvisa né scrive due volte."""
    oggi = timezone.localdate()
    enti = list(Ente.objects.all())
    for posto, ente in enumerate(enti):
        segnala(lavoro_id, 90 * posto // len(enti), f"Scadenze di {ente}"[:200])
        avvisa_ente(ente, oggi=oggi)
    segnala(lavoro_id, 95, "Preparo e spedisco i riassunti")
    preparati = prepara_riassunti(oggi)
    return {"preparati": preparati, "partiti": spedisci_in_attesa()}


# ---- il quadro dei risultati in PDF --------------------------------------------------------------------------------


def quadri_chiesti_da(utente: Any, ciclo: Ciclo) -> QuerySet[Lavoro]:
    return Lavoro.objects.filter(ente=ciclo.ente.slug, chiave__startswith=_prefisso(utente, ciclo))


def _prefisso(utente: Any, ciclo: Ciclo) -> str:
    return f"quadro:{ciclo.pk}:{utente.pk}:"


def avvia_quadro(quadro: Cruscotto, *, utente: Any) -> Lavoro:
    """Mette in coda il PDF del quadro che l'utente sta guardando; chiesto due volte è un lavoro solo."""
    ciclo, sessione = quadro.ciclo, str(quadro.sessione.pk) if quadro.sessione else ""
    return avvia(
        scrivi_quadro,
        chiave=f"{_prefisso(utente, ciclo)}{sessione}:{quadro.ambito}",
        titolo=f"Quadro dei risultati {ciclo.anno}",
        ente=ciclo.ente.slug,
        chi=utente.email,
        ciclo_id=ciclo.pk,
        utente_id=utente.pk,
        sessione=sessione,
        ambito=quadro.ambito,
    )


@task
def scrivi_quadro(
    lavoro_id: int | None, *, ciclo_id: int, utente_id: int, sessione: str = "", ambito: str = ""
) -> dict[str, Any]:
    """Il quadro com'è quando il lavoratore lo legge. Un file col nome del suo contenuto: ripetuto, è lo stesso."""
    segnala(lavoro_id, 1, "Raccolgo i risultati")
    ciclo = Ciclo.objects.select_related("ente").get(pk=ciclo_id)
    chi = profilo(Utente.objects.get(pk=utente_id), ciclo.ente)
    html = html_del_quadro(cruscotto_di(ciclo, chi, sessione=sessione, ambito=ambito))
    pdf = _pdf(lavoro_id, html, timezone.localdate())
    return {"file": conserva_pdf(f"quadri/{ciclo.anno}", pdf)}


def html_del_quadro(quadro: Cruscotto) -> str:
    """Le stesse sezioni della pagina, e quelle degli anni, da scrivere in PDF."""
    ente = quadro.ciclo.ente
    documento = Documento(
        titolo=f"Quadro dei risultati {quadro.ciclo.anno}",
        ente=ente.denominazione,
        descrizione=f"A che punto sono gli obiettivi di {ente.denominazione} nel {quadro.ciclo.anno}.",
        parole_chiave=("performance", "risultati", ente.denominazione),
        interno=True,
    )
    sezioni = [*sezioni_del_quadro(quadro), *sezioni_degli_anni(negli_anni(quadro.ciclo))]
    return render_to_string("pdf/quadro.html", {"documento": documento, "quadro": quadro, "sezioni": sezioni})


# ---- il verbale di monitoraggio in PDF -----------------------------------------------------------------------------


def verbali_chiesti_da(utente: Any, sessione: Sessione) -> QuerySet[Lavoro]:
    return Lavoro.objects.filter(ente=sessione.ciclo.ente.slug, chiave=_chiave_verbale(utente, sessione))


def _chiave_verbale(utente: Any, sessione: Sessione) -> str:
    return f"verbale:{sessione.pk}:{utente.pk}"


def avvia_verbale(verbale: VerbaleMonitoraggio, *, utente: Any) -> Lavoro:
    """Mette in coda il PDF del verbale; chiesto due volte è un lavoro solo."""
    sessione = verbale.sessione
    return avvia(
        scrivi_verbale_in_pdf,
        chiave=_chiave_verbale(utente, sessione),
        titolo=f"Verbale di monitoraggio, {sessione.nome}",
        ente=sessione.ciclo.ente.slug,
        chi=utente.email,
        verbale_id=verbale.pk,
    )


@task
def scrivi_verbale_in_pdf(lavoro_id: int | None, *, verbale_id: int) -> dict[str, Any]:
    """Il verbale da firmare e mettere agli atti; finché non è depositato, le pagine dicono che è una bozza."""
    segnala(lavoro_id, 1, "Raccolgo il testo")
    verbale = VerbaleMonitoraggio.objects.select_related("sessione__ciclo__ente").get(pk=verbale_id)
    pdf = _pdf(lavoro_id, html_del_verbale(verbale), verbale.data)
    return {"file": conserva_pdf(f"verbali/{verbale.sessione.ciclo.anno}", pdf)}


def html_del_verbale(verbale: VerbaleMonitoraggio) -> str:
    ente, sessione = verbale.ente, verbale.sessione
    documento = Documento(
        titolo=f"Verbale di monitoraggio {sessione.ciclo.anno}",
        ente=ente.denominazione,
        descrizione=f"{verbale}: {sessione.nome}, {ente.denominazione}.",
        parole_chiave=("performance", "monitoraggio", ente.denominazione),
        bozza=not verbale.depositato,
        interno=True,
    )
    return render_to_string("pdf/verbale.html", {"documento": documento, "verbale": verbale, "sessione": sessione})


def _pdf(lavoro_id: int | None, html: str, giorno: date) -> bytes:
    """Il PDF, dicendo a che punto è. Solleva ErroreDiLavoro con la frase di ciò che manca."""
    try:
        return scrivi_pdf(
            html, data_documento=giorno, su_avanzamento=lambda punto, passo: segnala(lavoro_id, punto, passo)
        )
    except DocumentoNonScritto as errore:
        raise ErroreDiLavoro(str(errore)) from errore
