"""Che cosa di un ciclo viaggia in un file di scambio, campo per campo; e come un obiettivo si copia.

`scrivi_obiettivo` e `crea_da_dati` servono alla libreria e alla duplicazione: portano il contenuto dell'obiettivo
senza i legami con l'ente (unità, assegnatari, padre), con gli anni eventualmente relativi a quello del ciclo.
"""

import re
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from enti.models import Unita
from obiettivi.models import (
    Assegnazione,
    Ciclo,
    Classificazione,
    Fase,
    FaseCiclo,
    Indicatore,
    LineaMandato,
    NotaOrigine,
    Obiettivo,
    ObiettivoUnita,
    Risorsa,
    Target,
    ValoreStorico,
)
from obiettivi.voci import RuoloUnita
from piao.base.registro import annota
from piao.base.scambio import Chiavi, Esito, Tabella, Voce, allinea, esporta

LINEE_MANDATO = Tabella(
    "linee_mandato",
    LineaMandato,
    campi=("codice", "titolo", "descrizione", "dal", "al"),
    chiave="chiave",
    identita=("codice", "titolo"),
    togli=False,
    descrizione="Le linee di mandato da cui discendono gli obiettivi strategici.",
)
ATTI_DEL_CICLO = (
    "atto_bilancio",
    "atto_dup",
    "atto_dup_aggiornamento",
    "atto_smvp",
    "atto_parere_smvp",
    "atto_piao",
    "atto_approvazione",
)
CICLO = Tabella(
    "ciclo",
    Ciclo,
    campi=(
        "anno",
        "anno_presunto",
        "anno_fine",
        "anno_fine_letto",
        "stato",
        "titolo",
        "periodo",
        "allegato_a",
        "impostazione",
        "provvisorio",
        "bilancio_termine",
        "bilancio_approvato_il",
        *ATTI_DEL_CICLO,
        "smvp_confermato_il",
        "relazione_unificata",
        "motivo_ritardo",
        "pubblicato_il",
        "inviato_portale_il",
        "scala_peso",
        "metodo_peso",
        "nota",
    ),
    riferimenti=dict.fromkeys(ATTI_DEL_CICLO, "atti"),
    identita=("anno",),
    ordinamento=("anno",),
    togli=False,
    descrizione="Il ciclo dell'anno. Ente e anno lo identificano: se esiste già, si aggiorna.",
)
FASI_CICLO = Tabella(
    "fasi_ciclo",
    FaseCiclo,
    campi=(
        "denominazione",
        "organi",
        "finalita",
        "tempistica",
        "scadenza",
        "evento",
        "giorni",
        "giorno",
        "mese",
        "anno_relativo",
    ),
    identita=("denominazione",),
    descrizione="Le fasi del ciclo: chi, perché, entro quando.",
)
NOTE_ORIGINE = Tabella(
    "note_origine",
    NotaOrigine,
    campi=("codice", "riga", "tipo", "gravita", "valore_letto", "valore_atteso", "descrizione", "rimedio"),
    identita=("codice", "descrizione"),
    ordinamento=("codice", "riga", "tipo", "descrizione"),
    descrizione="Le incoerenze trovate nel documento da cui i dati sono stati presi.",
)
CLASSIFICAZIONI = Tabella(
    "classificazioni",
    Classificazione,
    campi=("tipo", "codice", "proposta"),
    padre="obiettivo",
    identita=("obiettivo_id", "tipo", "codice"),
    ordinamento=("tipo", "codice"),
)
UNITA_COLLEGATE = Tabella(
    "unita",
    ObiettivoUnita,
    campi=("unita", "ruolo", "peso", "quota"),
    riferimenti={"unita": "unita"},
    padre="obiettivo",
    identita=("obiettivo_id", "unita_id"),
    ordinamento=("ruolo", "unita"),
)
ASSEGNAZIONI = Tabella(
    "assegnazioni",
    Assegnazione,
    campi=("persona", "incarico", "gruppo", "ruolo", "peso", "quota", "quota_risultato"),
    riferimenti={"persona": "persone", "incarico": "incarichi", "gruppo": "gruppi"},
    padre="obiettivo",
    identita=("obiettivo_id", "persona_id", "incarico_id", "gruppo_id"),
    ordinamento=("ruolo", "gruppo", "incarico", "persona"),
)
VALORI_STORICI = Tabella(
    "valori_storici",
    ValoreStorico,
    campi=("anno", "valore"),
    padre="indicatore",
    identita=("indicatore_id", "anno"),
    ordinamento=("anno",),
)
TARGET = Tabella(
    "target",
    Target,
    campi=("anno", "operatore", "valore", "valore_massimo", "data", "testo_originale"),
    padre="indicatore",
    identita=("indicatore_id", "anno"),
    ordinamento=("anno",),
)
INDICATORI = Tabella(
    "indicatori",
    Indicatore,
    campi=(
        "codice",
        "denominazione",
        "dimensione",
        "unita_misura",
        "formula",
        "numeratore",
        "denominatore",
        "verso",
        "decimali",
        "baseline",
        "baseline_anno",
        "nuovo",
        "nota_nuovo",
        "soglia_minima",
        "fonte",
        "tipo_fonte",
        "responsabile_dato",
        "frequenza",
        "rilevazione_il",
        "peso",
        "origine_id",
        "origine_riga",
        "nota",
    ),
    figli=(VALORI_STORICI, TARGET),
    padre="obiettivo",
    identita=("obiettivo_id", "codice", "denominazione"),
)
FASI = Tabella(
    "fasi",
    Fase,
    campi=("titolo", "mesi", "peso", "risultato_atteso", "percentuale_prevista", "origine_riga"),
    padre="obiettivo",
    identita=("obiettivo_id", "titolo"),
)
RISORSE = Tabella(
    "risorse",
    Risorsa,
    campi=("unita", "tipo", "descrizione", "quantita", "capitolo", "importo", "anno", "origine_riga"),
    riferimenti={"unita": "unita"},
    identita=("unita_id", "tipo", "descrizione", "anno"),
    descrizione="Le risorse di tutto il piano o, se c'è «unita», di un'unità.",
)
RISORSE_OBIETTIVO = replace(
    RISORSE,
    campi=tuple(campo for campo in RISORSE.campi if campo != "unita"),
    riferimenti={},
    padre="obiettivo",
    eredita=("ciclo_id",),
    identita=("obiettivo_id", "tipo", "descrizione", "anno"),
    descrizione="",
)
CONTENUTO = (
    "titolo",
    "descrizione",
    "finalita",
    "natura",
    "motivazione_mantenimento",
    "tipologia",
    "anche_individuale",
    "prerequisito",
    "obbligo_legge",
    "bisogno",
    "stakeholder",
    "contributori",
    "miglioramento_atteso",
    "valore_pubblico",
    "valore_riferimento",
    "fonte_riferimento",
    "risultato_anno_precedente",
    "missione",
    "programma",
    "riferimento_dup",
    "misura_anticorruzione",
    "pnrr",
    "data_inizio",
    "data_fine",
    "peso",
    "scala_peso",
    "strategicita",
    "complessita",
    "metodo_aggregazione",
    "quota_fasi",
)
OBIETTIVI = Tabella(
    "obiettivi",
    Obiettivo,
    campi=(
        "codice",
        "livello",
        "padre",
        "padre_certo",
        "linea_mandato",
        "stato",
        *CONTENUTO,
        "osservazioni",
        "gruppo_ripetizione",
        "origine_id",
        "origine_riga",
        "nota",
    ),
    riferimenti={"padre": "obiettivi", "linea_mandato": "linee_mandato"},
    figli=(CLASSIFICAZIONI, UNITA_COLLEGATE, ASSEGNAZIONI, INDICATORI, FASI, RISORSE_OBIETTIVO),
    taciuti=frozenset({"metodo_aggregazione"}),
    chiave="chiave",
    identita=("codice", "titolo"),
    descrizione="Tutti gli obiettivi, di ogni livello, ciascuno con i suoi indicatori.",
)
TABELLE_CICLO = (FASI_CICLO, OBIETTIVI, RISORSE, NOTE_ORIGINE)

# L'obiettivo senza ente attorno: ciò che la libreria conserva e che si può copiare ovunque.
OBIETTIVO_LIBERO = replace(
    OBIETTIVI,
    campi=("livello", *CONTENUTO),
    riferimenti={},
    figli=(CLASSIFICAZIONI, INDICATORI, FASI, RISORSE_OBIETTIVO),
    chiave="",
    identita=(),
)


def righe(tabella: Tabella, ciclo: Ciclo) -> QuerySet[Any]:
    """Le righe del ciclo per un elenco; le risorse degli obiettivi stanno dentro gli obiettivi."""
    presenti = tabella.modello._default_manager.filter(ciclo=ciclo)
    return presenti.filter(obiettivo__isnull=True) if tabella is RISORSE else presenti


# ---- copiare un obiettivo ---------------------------------------------------------------------------

# «2027-03-31», «2027-03»: una data o un mese. «N+1-03-31», «N-03»: lo stesso, rispetto all'anno del ciclo.
ASSOLUTA = re.compile(r"^(\d{4})(-\d{2}(?:-\d{2})?)$")
# Un anno indietro ha una cifra sola: «N-04-30» è il 30 aprile dell'anno, non quattro anni prima.
RELATIVA = re.compile(r"^N(\+\d+|-\d)?(-\d{2}(?:-\d{2})?)$")
ANNI = ("anno", "baseline_anno")
GIORNI = ("mesi", "data", "data_inizio", "data_fine", "rilevazione_il")


def scrivi_obiettivo(obiettivo: Obiettivo, *, relativo: bool = False) -> dict[str, Any]:
    """Il contenuto di un obiettivo nel formato di scambio, senza legami con l'ente né stato né origine.

    Con `relativo` gli anni si contano da quello del ciclo: «anno_relativo» 0, 1, 2… e date come «N+1-03-31».
    """
    (dati,) = esporta(OBIETTIVO_LIBERO, Obiettivo.tutti.filter(pk=obiettivo.pk), Chiavi(""))
    return rendi_relativo(dati, obiettivo.ciclo.anno) if relativo else dati


@transaction.atomic
def crea_da_dati(dati: dict[str, Any], *, ciclo: Ciclo, unita: Unita | None, utente: Any) -> Obiettivo:
    """Crea nel ciclo un obiettivo in bozza da un contenuto con anni assoluti o relativi; `unita` ne è capofila.

    Le proprietà che non sono contenuto (chiave, stato, legami) sono ignorate: la copia è un obiettivo nuovo.
    """
    ultimo = Obiettivo.objects.filter(ciclo=ciclo).order_by("ordine").values_list("ordine", flat=True).last() or 0
    voce = Voce(rendi_assoluto(dati, ciclo.anno), {"ciclo_id": ciclo.pk, "ordine": ultimo + 1})
    creati = allinea(OBIETTIVO_LIBERO, [voce], Obiettivo.objects.none(), chiavi=Chiavi(""), esito=Esito())
    obiettivo: Obiettivo = creati[0]
    if unita is not None:
        ObiettivoUnita.objects.create(obiettivo=obiettivo, unita=unita, ruolo=RuoloUnita.CAPOFILA)
    annota("crea l'obiettivo", obiettivo, chi=utente, ente=ciclo.ente)
    return obiettivo


def rendi_relativo(dati: Any, anno: int) -> Any:
    """Gli stessi dati con gli anni contati da `anno`."""
    return _cambia_anni(dati, lambda nome, valore: _sottrai(nome, valore, anno))


def rendi_assoluto(dati: Any, anno: int) -> Any:
    """Gli stessi dati con gli anni veri; ciò che è già assoluto resta com'è."""
    return _cambia_anni(dati, lambda nome, valore: _somma(nome, valore, anno))


def _cambia_anni(dati: Any, cambia: Any) -> Any:
    if isinstance(dati, list):
        return [_cambia_anni(elemento, cambia) for elemento in dati]
    if not isinstance(dati, dict):
        return dati
    return dict(cambia(nome, _cambia_anni(valore, cambia)) for nome, valore in dati.items())


def _sottrai(nome: str, valore: Any, anno: int) -> tuple[str, Any]:
    if nome in ANNI and isinstance(valore, int):
        return f"{nome}_relativo", valore - anno
    if nome in GIORNI and isinstance(valore, list):
        return nome, [_sottrai(nome, elemento, anno)[1] for elemento in valore]
    if nome in GIORNI and (trovata := ASSOLUTA.match(valore)):
        scarto = int(trovata[1]) - anno
        return nome, f"N{scarto:+d}{trovata[2]}" if scarto else f"N{trovata[2]}"
    return nome, valore


def _somma(nome: str, valore: Any, anno: int) -> tuple[str, Any]:
    if nome.removesuffix("_relativo") in ANNI and nome.endswith("_relativo"):
        return nome.removesuffix("_relativo"), anno + valore
    if nome in GIORNI and isinstance(valore, list):
        return nome, [_somma(nome, elemento, anno)[1] for elemento in valore]
    if nome in GIORNI and isinstance(valore, str) and (trovata := RELATIVA.match(valore)):
        return nome, f"{anno + int(trovata[1] or 0)}{trovata[2]}"
    return nome, valore
