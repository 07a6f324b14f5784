"""I PDF delle schede, scritti in secondo piano: riservati, ripetibili senza danno, conservati uno alla volta."""

from hashlib import sha256
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import task

from piao.base.lavori import ErroreDiLavoro, avvia, segnala
from piao.base.models import Lavoro
from piao.base.pdf import DocumentoNonScritto, scrivi_pdf
from valutazione.letture.conto import con_conto, conto_di
from valutazione.models import Scheda, TipoScheda
from valutazione.stampa import Foglio, foglio_di, html_foglio, modulo_in_bianco

CARTELLA = "schede"


def avvia_scheda(scheda: Scheda, *, utente: Any, con_valutazione: bool) -> Lavoro:
    """Mette in coda il PDF di una scheda; la stessa persona che lo chiede due volte aspetta lo stesso."""
    return avvia(
        produci_scheda,
        chiave=f"{_prefisso_scheda(scheda)}{utente.pk}",
        titolo="Scheda di valutazione",
        ente=scheda.ente.slug,
        chi=utente.email,
        scheda_id=scheda.pk,
        con_valutazione=con_valutazione,
    )


def avvia_modulo(tipo: TipoScheda, *, utente: Any) -> Lavoro:
    """Mette in coda il modulo in bianco di un tipo di scheda."""
    return avvia(
        produci_modulo,
        chiave=f"{_prefisso_modulo(tipo)}{utente.pk}",
        titolo=f"Modulo in bianco: {tipo}"[:200],
        ente=tipo.ente.slug,
        chi=utente.email,
        tipo_id=tipo.pk,
    )


def lavori_della_scheda(scheda: Scheda, utente: Any) -> QuerySet[Lavoro]:
    """I PDF di quella scheda chiesti da quella persona: quelli degli altri non si vedono."""
    return Lavoro.objects.filter(chiave=f"{_prefisso_scheda(scheda)}{utente.pk}", ente=scheda.ente.slug)


def lavori_del_modulo(tipo: TipoScheda, utente: Any) -> QuerySet[Lavoro]:
    return Lavoro.objects.filter(chiave=f"{_prefisso_modulo(tipo)}{utente.pk}", ente=tipo.ente.slug)


def _prefisso_scheda(scheda: Scheda) -> str:
    return f"scheda-pdf:{scheda.pk}:"


def _prefisso_modulo(tipo: TipoScheda) -> str:
    return f"modulo-pdf:{tipo.pk}:"


@task
def produci_scheda(lavoro_id: int | None, *, scheda_id: int, con_valutazione: bool) -> dict[str, Any]:
    """Scrive il PDF e lo conserva al posto di quello di prima. Solleva ErroreDiLavoro con una frase."""
    segnala(lavoro_id, 1, "Raccolgo i dati")
    scheda = con_conto(Scheda.objects.select_related("valutatore", "proponente", "riesame")).get(pk=scheda_id)
    pdf = _pdf(foglio_di(conto_di(scheda), con_valutazione=con_valutazione), lavoro_id)
    cartella = f"{CARTELLA}/{scheda.pk}/{'valutazione' if con_valutazione else 'assegnazione'}"
    return {"file": _conserva(cartella, pdf), "con_valutazione": con_valutazione}


@task
def produci_modulo(lavoro_id: int | None, *, tipo_id: int) -> dict[str, Any]:
    """Scrive il modulo in bianco. Solleva ErroreDiLavoro con una frase."""
    segnala(lavoro_id, 1, "Raccolgo le voci")
    tipo = TipoScheda.objects.select_related("sistema__ente").get(pk=tipo_id)
    return {"file": _conserva(f"moduli-scheda/{tipo.pk}", _pdf(modulo_in_bianco(tipo), lavoro_id))}


def _pdf(foglio: Foglio, lavoro_id: int | None) -> bytes:
    def avanza(punto: int, passo: str) -> None:
        segnala(lavoro_id, 2 + punto * 96 // 100, passo)

    try:
        return scrivi_pdf(html_foglio(foglio), data_documento=timezone.localdate(), su_avanzamento=avanza)
    except DocumentoNonScritto as errore:
        raise ErroreDiLavoro(str(errore)) from errore


def _conserva(cartella: str, pdf: bytes) -> str:
    """Un file solo per cartella, col nome del suo contenuto: i dati personali non si moltiplicano."""
    nome = f"{cartella}/{sha256(pdf).hexdigest()[:32]}.pdf"
    if not default_storage.exists(nome):
        nome = default_storage.save(nome, ContentFile(pdf))
    for altro in default_storage.listdir(cartella)[1]:
        if f"{cartella}/{altro}" != nome:
            default_storage.delete(f"{cartella}/{altro}")
    return nome
