"""Dal database al file: ordine e forma sempre uguali, così due esportazioni si confrontano riga per riga."""

import json
from typing import Any

from enti import scambio as enti
from enti.models import Ente
from obiettivi import scambio as obiettivi
from obiettivi.models import Ciclo
from piao.base.registro import nome_oggetto
from piao.base.scambio import Chiavi, esporta
from relazioni.models import Sezione
from relazioni.scambio.formato import ELENCHI_CICLO, ELENCHI_ENTE, FORMATO, SEZIONI, VERSIONE
from relazioni.scambio.importa import persone_note
from relazioni.scambio.stemma import stemma_in_testo

Dati = dict[str, Any]


def esporta_ciclo(ciclo: Ciclo) -> Dati:
    """Il documento di scambio del ciclo: ente, persone, atti, obiettivi e testi. Gli elenchi vuoti non compaiono."""
    ente, chiavi = ciclo.ente, Chiavi("")
    chiavi.nomina("enti", dict(Ente.objects.values_list("slug", "pk")))
    righe_ente = {tabella.nome: _righe_ente(tabella, ente) for tabella in ELENCHI_ENTE}
    righe_ciclo = {tabella.nome: _righe_ciclo(tabella, ciclo) for tabella in ELENCHI_CICLO}
    _prepara(ELENCHI_ENTE, righe_ente, nome_oggetto(ente), chiavi)
    _prepara(ELENCHI_CICLO, righe_ciclo, nome_oggetto(ciclo), chiavi)
    documento: Dati = {"formato": FORMATO, "versione": VERSIONE}
    (documento["ente"],) = esporta(enti.ENTE, Ente.objects.filter(pk=ente.pk), chiavi)
    if stemma := stemma_in_testo(ente):
        documento["ente"]["stemma"] = stemma
    documento |= {tabella.nome: esporta(tabella, righe_ente[tabella.nome], chiavi) for tabella in ELENCHI_ENTE}
    (documento["ciclo"],) = esporta(obiettivi.CICLO, Ciclo.objects.filter(pk=ciclo.pk), chiavi)
    documento |= {tabella.nome: esporta(tabella, righe_ciclo[tabella.nome], chiavi) for tabella in ELENCHI_CICLO}
    return {nome: valore for nome, valore in documento.items() if valore != []}


def _righe_ente(tabella: Any, ente: Ente) -> Any:
    if tabella is obiettivi.LINEE_MANDATO:
        return ente.linee_mandato.all()
    return enti.righe(tabella, ente, altre=persone_note(ente))


def _righe_ciclo(tabella: Any, ciclo: Ciclo) -> Any:
    return Sezione.objects.filter(ciclo=ciclo) if tabella is SEZIONI else obiettivi.righe(tabella, ciclo)


def _prepara(tabelle: Any, righe: dict[str, Any], ambito: str, chiavi: Chiavi) -> None:
    """Dà una chiave a ogni riga prima di scriverle: i riferimenti possono andare avanti e indietro."""
    chiavi.ambito = ambito
    for tabella in tabelle:
        if tabella.chiave == "chiave":
            chiavi.prepara(tabella.nome, righe[tabella.nome])
        elif tabella.chiave:
            chiavi.nomina(tabella.nome, {getattr(riga, tabella.chiave): riga.pk for riga in righe[tabella.nome]})


def in_testo(documento: Dati) -> str:
    """Il documento come file: UTF-8, due spazi per livello, una riga finale."""
    return json.dumps(documento, ensure_ascii=False, indent=2) + "\n"
