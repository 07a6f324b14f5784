"""Dal file al database: tutto o niente, e la seconda volta non cambia nulla."""

from typing import Any

from django.db import DataError, IntegrityError, transaction
from django.db.models import ProtectedError

from enti import scambio as enti
from enti.models import Ente
from obiettivi import scambio as obiettivi
from obiettivi.models import Ciclo
from piao.base.models import ChiaveScambio
from piao.base.registro import annota, nome_oggetto
from piao.base.scambio import Chiavi, Esito, Tabella, Voce, allinea
from relazioni.models import Sezione
from relazioni.pulizia import pulisci
from relazioni.scambio.documento import FileNonValido
from relazioni.scambio.formato import SEZIONI
from relazioni.scambio.regole import errori_di
from relazioni.scambio.stemma import errori_stemma, metti_stemma

Dati = dict[str, Any]


def importa_ciclo(documento: Dati, *, utente: Any = None) -> tuple[Ciclo, Esito]:
    """Rende l'ente e il ciclo uguali al documento; dice quali righe sono cambiate.

    Nel ciclo ciò che il documento non ha più si toglie; unità, persone, incarichi e atti non si tolgono mai.
    Solleva `FileNonValido`, senza aver scritto nulla, se il documento non supera i controlli.
    """
    errori = errori_di(documento) or _enti_ignoti(documento) + errori_stemma(documento["ente"])
    if errori:
        raise FileNonValido(errori)
    try:
        return _importa(documento, utente)
    except ProtectedError as errore:
        raise FileNonValido([f"Non si può togliere ciò da cui dipende altro: {errore.args[0]}"]) from None
    except (IntegrityError, DataError) as errore:
        raise FileNonValido([f"I dati non rispettano un vincolo dell'archivio: {errore}."]) from None


def _enti_ignoti(documento: Dati) -> list[str]:
    noti = set(Ente.objects.values_list("slug", flat=True))
    return [
        f"ente.appartenenze[{indice}].ente_comune: atteso un ente già presente qui, trovato «{dati['ente_comune']}»."
        for indice, dati in enumerate(documento["ente"].get("appartenenze", []))
        if dati.get("ente_comune", documento["ente"]["slug"]) not in noti | {documento["ente"]["slug"]}
    ]


@transaction.atomic
def _importa(documento: Dati, utente: Any) -> tuple[Ciclo, Esito]:
    esito, chiavi = Esito(), Chiavi("")
    ente = _ente(documento, chiavi, esito)
    chiavi.ambito = nome_oggetto(ente)
    for tabella in (*enti.TABELLE, obiettivi.LINEE_MANDATO):
        fissi = {} if tabella is enti.PERSONE else {"ente_id": ente.pk}
        voci = [Voce(dati, fissi) for dati in documento.get(tabella.nome, [])]
        allinea(tabella, voci, _righe_ente(tabella, ente, documento), chiavi=chiavi, esito=esito)
    ciclo = _ciclo(documento, ente, chiavi, esito)
    chiavi.ambito = nome_oggetto(ciclo)
    for tabella in obiettivi.TABELLE_CICLO:
        voci = [Voce(dati, {"ciclo_id": ciclo.pk}) for dati in documento.get(tabella.nome, [])]
        allinea(tabella, voci, obiettivi.righe(tabella, ciclo), chiavi=chiavi, esito=esito)
    _sezioni(documento, ciclo, chiavi, esito)
    metti_stemma(ente, documento["ente"], esito)
    if esito.cambiato:
        annota("importa il ciclo", ciclo, chi=utente, ente=ente, dopo=riassunto(esito))
    return ciclo, esito


def _ente(documento: Dati, chiavi: Chiavi, esito: Esito) -> Ente:
    chiavi.nomina("enti", dict(Ente.objects.values_list("slug", "pk")))
    presenti = Ente.objects.filter(slug=documento["ente"]["slug"])
    (ente,) = allinea(enti.ENTE, [Voce(documento["ente"], {})], presenti, chiavi=chiavi, esito=esito)
    trovato: Ente = ente
    return trovato


def _righe_ente(tabella: Tabella, ente: Ente, documento: Dati) -> Any:
    """Per le persone si guardano anche quelle che hanno rapporti solo altrove, se il file le nomina."""
    if tabella is obiettivi.LINEE_MANDATO:
        return ente.linee_mandato.all()
    if tabella is not enti.PERSONE:
        return enti.righe(tabella, ente)
    codici = [dati["codice_fiscale"] for dati in documento.get("persone", []) if dati.get("codice_fiscale")]
    return enti.righe(tabella, ente, altre=persone_note(ente), codici=codici)


def persone_note(ente: Ente) -> frozenset[int]:
    """Le persone arrivate con un file di questo ente, anche se qui non hanno rapporti né incarichi."""
    note = ChiaveScambio.objects.filter(ambito=nome_oggetto(ente), elenco=enti.PERSONE.nome)
    return frozenset(note.values_list("riga", flat=True))


def _ciclo(documento: Dati, ente: Ente, chiavi: Chiavi, esito: Esito) -> Ciclo:
    presenti = Ciclo.objects.filter(ente=ente, anno=documento["ciclo"]["anno"])
    voce = Voce(documento["ciclo"], {"ente_id": ente.pk})
    (ciclo,) = allinea(obiettivi.CICLO, [voce], presenti, chiavi=chiavi, esito=esito)
    trovato: Ciclo = ciclo
    return trovato


def _sezioni(documento: Dati, ciclo: Ciclo, chiavi: Chiavi, esito: Esito) -> None:
    """I testi arrivano da fuori: si puliscono prima di conservarli."""
    voci = [
        Voce(dati | {"testo": pulisci(dati.get("testo", ""))}, {"ciclo_id": ciclo.pk})
        for dati in documento.get(SEZIONI.nome, [])
    ]
    allinea(SEZIONI, voci, Sezione.objects.filter(ciclo=ciclo), chiavi=chiavi, esito=esito)


def riassunto(esito: Esito) -> str:
    """«aggiunte 12 (obiettivi 10, fasi 2), modificate 1 (ente 1)»."""
    parti = [("aggiunte", esito.aggiunte), ("modificate", esito.modificate), ("tolte", esito.tolte)]
    return ", ".join(
        f"{verbo} {conto.total()} ({', '.join(f'{nome} {quante}' for nome, quante in conto.items() if quante)})"
        for verbo, conto in parti
        if conto.total()
    )
