"""Un Piano a cui non manca nulla: ogni prova ne cambia una cosa sola e guarda che cosa dice la regola."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from obiettivi.controlli.catalogo import PER_CODICE
from obiettivi.controlli.fascicolo import (
    Assegnazione,
    Atto,
    Ciclo,
    Consultazione,
    Ente,
    Fascicolo,
    Fase,
    Incarico,
    Indicatore,
    Legame,
    Linea,
    Obiettivo,
    Padre,
    Persona,
    Target,
    Testo,
    Unita,
)
from piao.base.controlli import NonValutabile, Segnale

ATTO = Atto(1, "giunta", "8", date(2026, 1, 29), "Giunta n. 8 del 29/01/2026", "favorevole", "favorevole")
SMVP = Atto(2, "giunta", "97", date(2025, 12, 10), "Giunta n. 97")
DUP = Atto(3, "consiglio", "31", date(2025, 7, 29), "Consiglio n. 31")
PARERE = Atto(4, "nucleo", "2", date(2025, 11, 29), "Nucleo n. 2")
PIAO = Atto(5, "giunta", "9", date(2026, 1, 29), "Giunta n. 9 del 29/01/2026")
EQ = Incarico(10, "eq", "EQ Area Tecnica", 100, "Verdi Ada", 1, date(2025, 1, 1), None, True, True)
SEGRETARIO = Incarico(11, "segretario", "Segretario comunale", 101, "Neri Ugo", None, date(2024, 1, 1))
NUCLEO = Incarico(12, "nucleo", "Nucleo", 102, "Esterni Eva", None, date(2025, 1, 1))
REFERENTE = Incarico(13, "referente_accessibilita", "Referente", 103, "Bianchi Ivo", None, date(2025, 1, 1))
DELL_EQ = Assegnazione("incarico", 10, "EQ Area Tecnica")
DEL_SEGRETARIO = Assegnazione("persona", 101, "Neri Ugo", responsabile=False)
TEMI = frozenset(
    ["semplificazione", "digitalizzazione", "accessibilita", "pari_opportunita", "trasparenza", "formazione"]
)
AREA = Unita(1, "Area Tecnica")
STRATEGICO = Padre(90, "S1 Una città che funziona", nel_dup=True)
LINEA = Linea(5, "Città sicura", 2029)


def atto(**campi):
    return replace(ATTO, **campi)


def ciclo(**campi):
    base = Ciclo(
        2026, 2028, stato="proposta", impostazione="A", bilancio_termine=date(2025, 12, 31), approvazione=ATTO,
        bilancio_approvato_il=date(2025, 12, 18), dup=DUP, smvp=SMVP, parere_smvp=PARERE, piao=ATTO,
        pubblicato_il=date(2026, 1, 30), inviato_portale_il=date(2026, 1, 30), fondo_costituito=True,
    )  # fmt: skip
    return replace(base, **campi)


def indicatore(**campi):
    base = Indicatore(
        1, "Giorni per il rilascio dei permessi", "somma dei giorni / permessi", "giorni", "diminuisce", Decimal(30),
        2025, fonte="Gestionale", tipo_fonte="sistema", target=(Target(2026, "<=", Decimal(25)),),
        serie=((2023, Decimal(33)), (2024, Decimal(32)), (2025, Decimal(30))),
    )  # fmt: skip
    return replace(base, **campi)


def obiettivo(**campi):
    base = Obiettivo(
        20, "Rilasciare i permessi in meno tempo", "1.1", natura="miglioramento", stakeholder="Imprese",
        padre=STRATEGICO, data_inizio=date(2026, 1, 1), data_fine=date(2026, 12, 31), peso=Decimal(50),
        unita=(Legame(1),), assegnazioni=(DELL_EQ, DEL_SEGRETARIO), indicatori=(indicatore(),),
        fasi=(fase(1, 6), fase(7, 12)), risorse=frozenset({"umana"}), temi=TEMI, ambiti=frozenset("abcdefgh"),
    )  # fmt: skip
    return replace(base, **campi)


def fase(da, a, anno=2026):
    return Fase("Attività", tuple(f"{anno}-{mese:02d}" for mese in range(da, a + 1)))


def pagamenti(**campi):
    """L'obiettivo sui tempi di pagamento, come la legge lo vuole."""
    base = obiettivo(
        pk=21, codice="1.2", titolo="Pagare in tempo", obbligo_legge="tempi_pagamento",
        assegnazioni=(replace(DELL_EQ, quota_risultato=Decimal(30)), DEL_SEGRETARIO),
        indicatori=(ritardo(),),
    )  # fmt: skip
    return replace(base, **campi)


def ritardo(**campi):
    return indicatore(pk=2, nome="Ritardo annuale dei pagamenti", target=(Target(2026, "<=", Decimal(0)),), **campi)


def fascicolo(**campi):
    base = Fascicolo(
        Ente("prova", "Comune di Prova", dipendenti=60, oltre=True, mandato_al=2029),
        ciclo(),
        date(2026, 2, 5),
        obiettivi=(obiettivo(), pagamenti()),
        unita=(AREA,),
        incarichi=(EQ, SEGRETARIO, NUCLEO, REFERENTE),
        persone=(Persona(100, "Verdi", "Ada"), Persona(200, "Rossi", "Maria")),
        consultazioni=(Consultazione(10, date(2026, 1, 10)), Consultazione(11, date(2026, 1, 10))),
        testi=(),
    )
    return replace(base, **campi)


def con(*obiettivi, **campi):
    """Il Piano con questi obiettivi soltanto."""
    return fascicolo(obiettivi=obiettivi, **campi)


def con_testo(html, **campi):
    return fascicolo(testi=(una_parte("sintesi", html),), **campi)


def una_parte(chiave, html):
    return Testo(chiave, "In sintesi", html, "/testi/")


def nel_ciclo(**campi):
    return fascicolo(ciclo=ciclo(**campi))


def trovati(codice, f):
    return list(PER_CODICE[codice].valuta(f))


def segnali(codice, f):
    return [trovato for trovato in trovati(codice, f) if isinstance(trovato, Segnale)]


def gravita(codice, f):
    """Le gravità dei segnali, come le dà la regola."""
    return [str(segnale.gravita) for segnale in segnali(codice, f)]


def motivi(codice, f):
    return [trovato.motivo for trovato in trovati(codice, f) if isinstance(trovato, NonValutabile)]


def frasi(codice, f):
    return " ".join(segnale.frase for segnale in segnali(codice, f))
