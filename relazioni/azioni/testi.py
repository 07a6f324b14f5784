"""Scrivere le parti discorsive di un documento: del Piano o, se lo si dice, della Relazione."""

from itertools import count
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from obiettivi.models import Ciclo
from piao.base.concorrenza import ModificatoDaAltri, blocca
from piao.base.permessi import richiedi
from piao.base.registro import annota
from relazioni.letture import Parte, parte_di, parti_di
from relazioni.models import Sezione, TipoDocumento
from relazioni.permessi import puo_scrivere_testi
from relazioni.pulizia import pulisci
from relazioni.sezioni import CATALOGHI

SU, GIU = -1, 1
PIANO = TipoDocumento.PIANO


@transaction.atomic
def aggiungi_parte(
    ciclo: Ciclo, *, utente: Any, capitolo: str, titolo: str, testo: str, documento: str = PIANO
) -> Sezione:
    """Una parte dell'ente, in fondo al capitolo."""
    richiedi(puo_scrivere_testi(utente, ciclo, documento))
    parti, previste = parti_di(ciclo, documento), CATALOGHI[documento].per_chiave
    riga = Sezione.objects.create(
        ciclo=ciclo,
        documento=documento,
        chiave=_chiave_libera(titolo, {parte.chiave for parte in parti} | previste.keys() | {"nuova"}),
        capitolo=capitolo,
        titolo=titolo,
        testo=pulisci(testo),
        ordine=1 + max((parte.ordine for parte in parti if parte.capitolo == capitolo), default=0),
    )
    annota("aggiunge la parte", riga, chi=utente, ente=ciclo.ente)
    return riga


@transaction.atomic
def scrivi_parte(
    ciclo: Ciclo,
    chiave: str,
    *,
    utente: Any,
    capitolo: str,
    titolo: str,
    testo: str,
    versione: int | None = None,
    documento: str = PIANO,
) -> Sezione:
    """Salva una parte. Solleva ModificatoDaAltri se qualcuno l'ha cambiata (o scritta per primo) nel frattempo."""
    richiedi(puo_scrivere_testi(utente, ciclo, documento))
    parte = parte_di(ciclo, chiave, documento)
    if parte.riga is not None and versione is None:
        raise ModificatoDaAltri(parte.riga)
    riga = blocca(_riga(parte, ciclo), versione=versione)
    riga.capitolo, riga.titolo, riga.testo = capitolo, titolo, pulisci(testo)
    riga.save()
    annota("scrive la parte", riga, chi=utente, ente=ciclo.ente)
    return riga


@transaction.atomic
def mostra_parte(ciclo: Ciclo, chiave: str, *, utente: Any, attiva: bool, documento: str = PIANO) -> Sezione:
    """Fa comparire o no una parte nel documento; il testo resta."""
    riga = _da_cambiare(ciclo, chiave, utente, documento)
    riga.attiva = attiva
    riga.save(update_fields=["attiva", "versione"])
    annota("mostra la parte" if attiva else "nasconde la parte", riga, chi=utente, ente=ciclo.ente)
    return riga


@transaction.atomic
def sposta_parte(ciclo: Ciclo, chiave: str, *, utente: Any, verso: int, documento: str = PIANO) -> None:
    """Scambia una parte con quella sopra (`SU`) o sotto (`GIU`) nello stesso capitolo; ai bordi non fa nulla."""
    posto = 1 + list(_del_capitolo(ciclo, chiave, documento)).index(chiave)
    metti_parte(ciclo, chiave, utente=utente, posto=posto + verso, documento=documento)


@transaction.atomic
def metti_parte(ciclo: Ciclo, chiave: str, *, utente: Any, posto: int, documento: str = PIANO) -> None:
    """Porta una parte al posto dato, contando da 1, nel suo capitolo; oltre i bordi vale il bordo."""
    richiedi(puo_scrivere_testi(utente, ciclo, documento))
    parti = _del_capitolo(ciclo, chiave, documento)
    ordine = [altra for altra in parti if altra != chiave]
    ordine.insert(max(posto - 1, 0), chiave)
    if ordine == list(parti):
        return
    for numero, una in enumerate(ordine, start=1):
        _numera(_riga(parti[una], ciclo), 10 * numero)
    annota("sposta la parte", _riga(parti[chiave], ciclo), chi=utente, ente=ciclo.ente)


@transaction.atomic
def elimina_parte(ciclo: Ciclo, chiave: str, *, utente: Any, documento: str = PIANO) -> None:
    """Toglie una parte dell'ente. Quelle previste non si tolgono: si nascondono (ValueError)."""
    richiedi(puo_scrivere_testi(utente, ciclo, documento))
    parte = parte_di(ciclo, chiave, documento)
    if not parte.propria or parte.riga is None:
        raise ValueError("Una parte prevista si nasconde, non si elimina.")
    annota("elimina la parte", parte.riga, chi=utente, ente=ciclo.ente)
    parte.riga.delete()


@transaction.atomic
def ripristina_modello(ciclo: Ciclo, chiave: str, *, utente: Any, documento: str = PIANO) -> Sezione:
    """Rimette titolo e testo modello; il testo di prima resta nella storia."""
    parte = parte_di(ciclo, chiave, documento)
    riga = _da_cambiare(ciclo, chiave, utente, documento)
    riga.titolo, riga.testo = CATALOGHI[documento].per_chiave[chiave].titolo, parte.modello
    riga.save()
    annota("ripristina il testo modello", riga, chi=utente, ente=ciclo.ente)
    return riga


@transaction.atomic
def ripristina_versione(ciclo: Ciclo, chiave: str, *, utente: Any, storica: Any, documento: str = PIANO) -> Sezione:
    """Rimette titolo e testo di una versione passata (una riga della storia di quella parte)."""
    riga = _da_cambiare(ciclo, chiave, utente, documento)
    riga.titolo, riga.testo = storica.titolo, storica.testo
    riga.save()
    annota("ripristina una versione", riga, chi=utente, ente=ciclo.ente, nota=f"{storica.history_date:%d/%m/%Y %H:%M}")
    return riga


def _del_capitolo(ciclo: Ciclo, chiave: str, documento: str) -> dict[str, Parte]:
    """Le parti dello stesso capitolo, nell'ordine in cui escono."""
    capitolo = parte_di(ciclo, chiave, documento).capitolo
    return {parte.chiave: parte for parte in parti_di(ciclo, documento) if parte.capitolo == capitolo}


def _da_cambiare(ciclo: Ciclo, chiave: str, utente: Any, documento: str) -> Sezione:
    richiedi(puo_scrivere_testi(utente, ciclo, documento))
    return blocca(_riga(parte_di(ciclo, chiave, documento), ciclo), versione=None)


def _riga(parte: Parte, ciclo: Ciclo) -> Sezione:
    """La riga della parte; una parte del catalogo la riceve alla prima modifica."""
    if parte.riga is not None:
        return parte.riga
    nuova, _ = Sezione.objects.get_or_create(
        ciclo=ciclo,
        documento=parte.documento,
        chiave=parte.chiave,
        defaults={"capitolo": parte.capitolo, "titolo": parte.titolo, "testo": parte.testo, "ordine": parte.ordine},
    )
    return nuova


def _numera(riga: Sezione, ordine: int) -> None:
    if riga.ordine != ordine:
        riga.ordine = ordine
        riga.save(update_fields=["ordine"])


def _chiave_libera(titolo: str, prese: set[str]) -> str:
    base = slugify(titolo)[:50] or "parte"
    candidate = (base if n == 1 else f"{base}-{n}" for n in count(1))
    return next(chiave for chiave in candidate if chiave not in prese)
