"""I passi di un fondo, da leggere ad alta voce: da confermare → confermato → pagato.

Un fondo confermato si riapre soltanto dicendo perché, finché non è pagato: per esempio se un riesame cambia un voto.
"""

from piao.base.flusso import Passo
from valutazione.models import Fondo
from valutazione.permessi.premi import puo_condurre_premi, puo_confermare_premi, puo_registrare_pagamento
from valutazione.voci import StatoFondo

APERTO, CONFERMATO, LIQUIDATO = StatoFondo.APERTO, StatoFondo.CONFERMATO, StatoFondo.LIQUIDATO


def _puo_riaprire(utente: object, fondo: Fondo) -> bool:
    return puo_condurre_premi(utente, fondo.ente)


CONFERMA = Passo("confermare i premi", frozenset({APERTO}), CONFERMATO, puo_confermare_premi)
RIAPRI = Passo("riaprire il fondo", frozenset({CONFERMATO}), APERTO, _puo_riaprire)
PAGA = Passo("segnare pagati i premi", frozenset({CONFERMATO}), LIQUIDATO, puo_registrare_pagamento)
