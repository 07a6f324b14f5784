"""Dal file al database: si abbina, si confronta, si scrive soltanto ciò che è diverso, con la sua storia."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from piao.base.scambio.chiavi import Chiavi
from piao.base.scambio.esportazione import posto
from piao.base.scambio.tabella import CHIAVE, Tabella, da_json

LOTTO = 500
Dati = dict[str, Any]


@dataclass
class Esito:
    """Quante righe sono state aggiunte, modificate, tolte, elenco per elenco."""

    aggiunte: Counter[str] = field(default_factory=Counter)
    modificate: Counter[str] = field(default_factory=Counter)
    tolte: Counter[str] = field(default_factory=Counter)

    @property
    def cambiato(self) -> bool:
        return bool(self.aggiunte.total() + self.modificate.total() + self.tolte.total())


@dataclass
class Voce:
    """Una riga del file: i dati, i campi che le vengono da fuori (`fissi`), la riga del database, se c'è."""

    dati: Dati
    fissi: Dati
    valori: Dati = field(default_factory=dict)
    riga: Any = None


def allinea(tabella: Tabella, voci: list[Voce], presenti: QuerySet[Any], *, chiavi: Chiavi, esito: Esito) -> list[Any]:
    """Rende le righe `presenti` uguali alle `voci` e le restituisce nell'ordine del file.

    Solleva gli errori del database (`IntegrityError`, `ProtectedError`) se un vincolo lo vieta.
    """
    righe = list(presenti)
    if tabella.chiave == CHIAVE:
        chiavi.prepara(tabella.nome, righe)
    for voce in voci:
        voce.valori = _valori(tabella, voce, chiavi)
    avanzate = _abbina(tabella, voci, righe, chiavi)
    _numera(tabella, voci, chiavi)
    for strato in _strati(tabella, voci):
        _salva(tabella, strato, chiavi, esito)
    if tabella.togli:
        _elimina(tabella, avanzate, esito)
    if tabella.chiave == CHIAVE:
        chiavi.conserva(tabella.nome, {voce.dati[CHIAVE]: voce.riga.pk for voce in voci})
    _collega_molti(tabella, voci, chiavi, esito)
    for figlio in tabella.figli:
        _allinea_figli(figlio, voci, presenti, chiavi, esito)
    return [voce.riga for voce in voci]


def _valori(tabella: Tabella, voce: Voce, chiavi: Chiavi) -> Dati:
    """Tutti i campi della riga: ciò che il file non dice ha il valore predefinito."""
    valori = dict(voce.fissi)
    for nome, campo in tabella.semplici.items():
        valori[nome] = da_json(campo, voce.dati[nome]) if nome in voce.dati else campo.get_default()
    for nome, elenco in tabella.riferimenti.items():
        if nome != tabella.su_di_se:
            valori[f"{tabella.attributo(nome)}_id"] = (
                chiavi.riga(elenco, voce.dati[nome]) if nome in voce.dati else None
            )
    return valori


def _abbina(tabella: Tabella, voci: list[Voce], righe: list[Any], chiavi: Chiavi) -> list[Any]:
    """Dà a ogni voce la sua riga: per chiave, poi per identità, poi per posizione. Restituisce le righe avanzate."""
    libere = {riga.pk: riga for riga in righe}
    if tabella.chiave == CHIAVE:
        for voce in voci:
            pk = chiavi.riga(tabella.nome, voce.dati[CHIAVE])
            voce.riga = libere.pop(pk, None) if pk is not None else None
    if tabella.unico:
        _abbina_per((tabella.unico,), [voce for voce in voci if voce.valori[tabella.unico]], libere)
    if tabella.identita:
        _abbina_per(tabella.identita, voci, libere)
    if tabella.padre:
        _abbina_per((f"{tabella.padre}_id",), voci, libere)
    return list(libere.values())


def _abbina_per(campi: tuple[str, ...], voci: list[Voce], libere: dict[int, Any]) -> None:
    candidate: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for riga in libere.values():
        candidate[tuple(getattr(riga, campo) for campo in campi)].append(riga)
    for voce in voci:
        trovate = candidate.get(tuple(voce.valori[campo] for campo in campi)) if voce.riga is None else None
        if trovate:
            voce.riga = trovate.pop(0)
            del libere[voce.riga.pk]


def _numera(tabella: Tabella, voci: list[Voce], chiavi: Chiavi) -> None:
    """Il numero d'ordine viene dalla posizione; se le righe sono già in quell'ordine non si tocca."""
    if not tabella.numerata:
        return
    gruppi: dict[Any, list[Voce]] = defaultdict(list)
    for voce in voci:
        gruppi[voce.fissi.get(f"{tabella.padre}_id")].append(voce)
    for gruppo in gruppi.values():
        ordinate = _gia_in_ordine(tabella, [voce.riga for voce in gruppo], chiavi)
        numeri = tabella.numera([voce.dati for voce in gruppo]) if tabella.numera else range(1, len(gruppo) + 1)
        for numero, voce in zip(numeri, gruppo, strict=True):
            voce.valori["ordine"] = voce.fissi.get("ordine") or (voce.riga.ordine if ordinate else numero)


def _gia_in_ordine(tabella: Tabella, righe: list[Any], chiavi: Chiavi) -> bool:
    if any(riga is None for riga in righe):
        return False
    posti = [posto(tabella, riga, chiavi) for riga in righe]
    return posti == sorted(posti)


def _strati(tabella: Tabella, voci: list[Voce]) -> Iterable[list[Voce]]:
    """Prima chi non dipende da altri, poi i suoi figli, e così via. L'assenza di cicli è già stata controllata."""
    campo = tabella.su_di_se
    if not campo:
        yield voci
        return
    strato = [voce for voce in voci if campo not in voce.dati]
    figli: dict[str, list[Voce]] = defaultdict(list)
    for voce in voci:
        if campo in voce.dati:
            figli[voce.dati[campo]].append(voce)
    while strato:
        yield strato
        strato = [figlio for voce in strato for figlio in figli[voce.dati[CHIAVE]]]


def _salva(tabella: Tabella, voci: list[Voce], chiavi: Chiavi, esito: Esito) -> None:
    if campo := tabella.su_di_se:
        for voce in voci:
            voce.valori[f"{tabella.attributo(campo)}_id"] = chiavi.riga(tabella.nome, voce.dati.get(campo, ""))
    nuove = [voce for voce in voci if voce.riga is None]
    cambiate = [voce.riga for voce in voci if voce.riga is not None and _aggiorna(voce)]
    for voce in nuove:
        voce.riga = tabella.modello(**voce.valori)
    _crea(tabella, [voce.riga for voce in nuove])
    _modifica(tabella, cambiate, set(voci[0].valori) if voci else set())
    esito.aggiunte[tabella.nome] += len(nuove)
    esito.modificate[tabella.nome] += len(cambiate)
    if tabella.chiave:
        for voce in voci:
            chiavi.aggiungi(tabella.nome, voce.dati[tabella.chiave], voce.riga.pk)


def _aggiorna(voce: Voce) -> bool:
    diversi = {campo: valore for campo, valore in voce.valori.items() if getattr(voce.riga, campo) != valore}
    for campo, valore in diversi.items():
        setattr(voce.riga, campo, valore)
    return bool(diversi)


def _crea(tabella: Tabella, righe: list[Any]) -> None:
    if not righe:
        return
    if hasattr(tabella.modello, "history"):
        bulk_create_with_history(righe, tabella.modello, batch_size=LOTTO)
    else:
        tabella.modello._base_manager.bulk_create(righe, batch_size=LOTTO)


def _modifica(tabella: Tabella, righe: list[Any], colonne: set[str]) -> None:
    if not righe:
        return
    nomi = [campo.name for campo in tabella.modello._meta.concrete_fields if campo.attname in colonne]
    if hasattr(righe[0], "versione"):
        nomi.append("versione")
        for riga in righe:
            riga.versione += 1
    if hasattr(tabella.modello, "history"):
        bulk_update_with_history(righe, tabella.modello, nomi, batch_size=LOTTO)
    else:
        tabella.modello._base_manager.bulk_update(righe, nomi, batch_size=LOTTO)


def _elimina(tabella: Tabella, righe: list[Any], esito: Esito) -> None:
    """Toglie le foglie prima dei rami: un ramo è protetto finché ha foglie."""
    campo, restanti = tabella.su_di_se, list(righe)
    while restanti:
        padri = {getattr(riga, f"{tabella.attributo(campo)}_id") for riga in restanti} if campo else set()
        foglie = [riga for riga in restanti if riga.pk not in padri]
        for riga in foglie:
            restanti.remove(riga)
            riga.delete()
        esito.tolte[tabella.nome] += len(foglie)


def _collega_molti(tabella: Tabella, voci: list[Voce], chiavi: Chiavi, esito: Esito) -> None:
    for nome, elenco in tabella.molti.items():
        for voce in voci:
            voluti = {chiavi.riga(elenco, chiave) for chiave in voce.dati.get(nome, [])}
            legame = getattr(voce.riga, nome)
            if voluti != set(legame.values_list("pk", flat=True)):
                legame.set(voluti)
                esito.modificate[tabella.nome] += 1


def _allinea_figli(figlio: Tabella, voci: list[Voce], presenti: QuerySet[Any], chiavi: Chiavi, esito: Esito) -> None:
    figlie = [
        Voce(dati, {f"{figlio.padre}_id": voce.riga.pk} | {nome: getattr(voce.riga, nome) for nome in figlio.eredita})
        for voce in voci
        for dati in voce.dati.get(figlio.nome, [])
    ]
    righe = figlio.modello._base_manager.filter(**{f"{figlio.padre}__in": presenti.order_by().values("pk")})
    allinea(figlio, figlie, righe.order_by("pk"), chiavi=chiavi, esito=esito)
