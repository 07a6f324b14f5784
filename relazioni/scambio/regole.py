"""I controlli sul documento: prima lo schema, poi ciò che lo schema non sa dire. Nulla tocca il database."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from jsonschema import Draft202012Validator, FormatChecker

from enti import scambio as enti
from enti.models import Gruppo, Persona, Popolazione
from obiettivi import scambio as obiettivi
from obiettivi.models import Assegnazione, Classificazione, Obiettivo, ObiettivoUnita, Target
from obiettivi.voci import Ambito, Tema, TipoClassificazione
from piao.base.errori_schema import Passi, frasi, percorso, trovato
from piao.base.scambio import Tabella, da_json
from piao.base.scambio.tabella import CHIAVE
from relazioni.scambio.formato import ELENCHI, OGGETTI, SEZIONI, documento_di, schema
from relazioni.sezioni import CATALOGHI
from relazioni.voci import Capitolo

Dati = dict[str, Any]
Riga = tuple[Tabella, Passi, Dati]
FORMATI = FormatChecker(["date"])

INTERVALLI = (
    ("dal", "al"),
    ("data_inizio", "data_fine"),
    ("organismo_dal", "organismo_al"),
    ("mandato_dal", "mandato_al"),
    ("anno", "anno_fine"),
)
UNICI: dict[type[Model], tuple[str, ...]] = {
    enti.LIVELLI.modello: ("nome",),
    Gruppo: ("denominazione",),
    Persona: ("codice_fiscale",),
    Popolazione: ("alla_data",),
    enti.PERSONALE.modello: ("anno",),
    ObiettivoUnita: ("unita",),
    Assegnazione: ("persona", "incarico", "gruppo"),
    Classificazione: ("tipo", "codice"),
    obiettivi.VALORI_STORICI.modello: ("anno",),
    Target: ("anno",),
    SEZIONI.modello: ("documento", "chiave"),
}


def errori_di(documento: Dati, *, massimo: int = 50) -> list[str]:
    """Le frasi che dicono che cosa non va, al più `massimo`; vuoto se il documento si può importare."""
    trovati = [frase for errore in _schema_violato(documento) for frase in frasi(errore)]
    if not trovati:
        trovati = list(_oltre_lo_schema(documento))
    if len(trovati) > massimo:
        return [*trovati[:massimo], f"… e altri {len(trovati) - massimo} errori."]
    return trovati


def _schema_violato(documento: Dati) -> list[Any]:
    validatore = Draft202012Validator(schema(), format_checker=FORMATI)
    return sorted(validatore.iter_errors(documento), key=lambda errore: [str(passo) for passo in errore.absolute_path])


def _oltre_lo_schema(documento: Dati) -> Iterator[str]:
    righe: list[Riga] = []
    for tabella in OGGETTI:
        dati = documento[tabella.nome]
        righe += [(tabella, (tabella.nome,), dati), *_annidate(tabella, dati, (tabella.nome,))]
    for tabella in ELENCHI:
        righe += _righe(tabella, documento, ())
    chiavi = {
        tabella.nome: {dati[tabella.chiave] for dati in documento.get(tabella.nome, [])}
        for tabella in ELENCHI
        if tabella.chiave
    }
    for riga in righe:
        yield from _valori(riga)
        yield from _intervalli(riga)
        yield from _regola_propria(riga)
        yield from _riferimenti(riga, chiavi)
    yield from _doppioni(righe)
    yield from _giri(enti.UNITA, documento)
    yield from _giri(obiettivi.OBIETTIVI, documento)


def _righe(tabella: Tabella, dove: Dati, passi: Passi) -> list[Riga]:
    """Le righe di un elenco e, di seguito, quelle annidate."""
    trovate: list[Riga] = []
    for indice, dati in enumerate(dove.get(tabella.nome, [])):
        qui = (*passi, tabella.nome, indice)
        trovate.append((tabella, qui, dati))
        trovate += _annidate(tabella, dati, qui)
    return trovate


def _annidate(tabella: Tabella, dati: Dati, passi: Passi) -> list[Riga]:
    return [riga for figlio in tabella.figli for riga in _righe(figlio, dati, passi)]


def _valori(riga: Riga) -> Iterator[str]:
    """Le regole che ogni campo ha nel suo modello: indirizzi, cifre, massimi, mesi."""
    tabella, passi, dati = riga
    for nome, campo in tabella.semplici.items():
        if dati.get(nome) not in (None, "", []):
            try:
                campo.run_validators(da_json(campo, dati[nome]))
            except ValidationError as errore:
                yield f"{percorso((*passi, nome))}: {' '.join(errore.messages)} Trovato {trovato(dati[nome])}."


def _intervalli(riga: Riga) -> Iterator[str]:
    _, passi, dati = riga
    for primo, ultimo in INTERVALLI:
        if primo in dati and ultimo in dati and dati[ultimo] < dati[primo]:
            yield f"{percorso((*passi, ultimo))}: attesa una fine non anteriore a «{primo}», trovato {dati[ultimo]}."


def _regola_propria(riga: Riga) -> Iterator[str]:
    """I vincoli di una riga sola, con le parole di chi la scrive."""
    tabella, passi, dati = riga
    qui = percorso(passi)
    if tabella.modello is Obiettivo and dati.get("prerequisito") and "peso" in dati:
        yield f"{qui}.peso: atteso nessun peso, perché l'obiettivo è un prerequisito."
    if tabella.modello is Target and "valore_massimo" in dati and "valore" not in dati:
        yield f"{qui}.valore: atteso l'inizio dell'intervallo, perché c'è «valore_massimo»."
    if tabella.modello is Assegnazione and len({"persona", "incarico", "gruppo"} & dati.keys()) != 1:
        yield f"{qui}: attesa una persona, un incarico o un gruppo: uno solo dei tre."
    if tabella.modello is Popolazione and not _popolazione_intera(dati):
        yield f"{qui}: attesi «maschi» e «femmine», oppure soltanto «totale_rilevato»."
    if tabella.modello is Classificazione and dati["codice"] not in _codici(dati["tipo"]):
        yield f"{qui}.codice: atteso uno fra {', '.join(_codici(dati['tipo']))}, trovato {trovato(dati['codice'])}."
    if tabella is SEZIONI:
        yield from _capitolo_suo(dati, qui)


def _capitolo_suo(dati: Dati, qui: str) -> Iterator[str]:
    """I capitoli del Piano non sono quelli della Relazione."""
    scritto, capitoli = dati.get("capitolo", Capitolo.PREMESSA), CATALOGHI[documento_di(dati)].capitoli.values
    if scritto not in capitoli:
        yield f"{qui}.capitolo: atteso uno fra {', '.join(capitoli)}, trovato {trovato(scritto)}."


def _popolazione_intera(dati: Dati) -> bool:
    return dati.keys() & {"maschi", "femmine", "totale_rilevato"} in ({"maschi", "femmine"}, {"totale_rilevato"})


def _codici(tipo: str) -> list[str]:
    return Tema.values if tipo == TipoClassificazione.TEMA else Ambito.values


def _riferimenti(riga: Riga, chiavi: dict[str, set[str]]) -> Iterator[str]:
    tabella, passi, dati = riga
    for nome, elenco in (*tabella.riferimenti.items(), *tabella.molti.items()):
        scritte = [dati[nome]] if isinstance(dati.get(nome), str) else dati.get(nome, [])
        for chiave in scritte if elenco in chiavi else []:
            if chiave not in chiavi[elenco]:
                dove = percorso((*passi, nome))
                yield f"{dove}: attesa una chiave dell'elenco «{elenco}», trovato {trovato(chiave)}."


def _doppioni(righe: list[Riga]) -> Iterator[str]:
    viste: set[tuple[Any, ...]] = set()
    for tabella, passi, dati in righe:
        campi: list[tuple[str, ...]] = [(CHIAVE,)] if tabella.chiave == CHIAVE else []
        if tabella.modello in UNICI:
            campi.append(UNICI[tabella.modello])
        for gruppo in campi:
            valori = tuple(dati.get(nome, "") for nome in gruppo)
            firma = (passi[:-1], gruppo, valori)
            if any(valori) and firma in viste:
                nome = next(nome for nome in gruppo if dati.get(nome))
                yield f"{percorso((*passi, nome))}: {trovato(dati[nome])} c'è già nello stesso elenco."
            viste.add(firma)


def _giri(tabella: Tabella, documento: Dati) -> Iterator[str]:
    """Chi, risalendo di padre in padre, torna a sé stesso. Si segnala una volta per giro."""
    padri = {dati[CHIAVE]: dati.get("padre") for dati in documento.get(tabella.nome, [])}
    finiti: set[str] = set()
    for indice, dati in enumerate(documento.get(tabella.nome, [])):
        cammino: list[str] = []
        chiave = dati[CHIAVE]
        while chiave is not None and chiave in padri and chiave not in finiti and chiave not in cammino:
            cammino.append(chiave)
            chiave = padri[chiave]
        if chiave in cammino:
            giro = " → ".join([*cammino[cammino.index(chiave) :], chiave])
            yield f"{percorso((tabella.nome, indice, 'padre'))}: il legame torna su sé stesso ({giro})."
        finiti.update(cammino)
