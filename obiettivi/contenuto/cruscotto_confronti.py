"""I confronti del quadro: gli anni di un ente, gli enti di un'unione."""

from decimal import Decimal

from django.utils.safestring import SafeString

from obiettivi.contenuto.cruscotto import verso
from obiettivi.contenuto.quadro import Colonna, Come, Riga, Sezione, Tabella
from obiettivi.letture.cruscotto_anni import NegliAnni, SerieDegliAnni
from obiettivi.letture.cruscotto_enti import FraEnti
from obiettivi.letture.risultati import Risultati, RisultatoIndicatore
from obiettivi.misura import arrotonda
from obiettivi.models import Ciclo
from piao.base.grafici import Barra, Serie, barre, linee
from piao.base.numeri import NON_DISPONIBILE

LINEE_LEGGIBILI = 3  # tante sono le forme che distinguono una serie dall'altra
NON_MISURATO = "non misurato"


def sezioni_degli_anni(letti: NegliAnni) -> list[Sezione]:
    ciclo = letti.risultati[-1].ciclo
    colonne = tuple(Colonna(str(anno), Come.GRADO) for anno in letti.anni)
    return [_ente(letti), _unita(letti, ciclo, colonne), _obiettivi(letti, ciclo, colonne)]


def _ente(letti: NegliAnni) -> Sezione:
    colonne = (Colonna("Anno"), Colonna("Grado", Come.GRADO), Colonna("Obiettivi", Come.CONTO))
    return Sezione(
        "anni",
        "L'ente negli anni",
        "Per ogni anno vale l'ultima sessione di monitoraggio cominciata; se non è definitiva, si dice.",
        Tabella(
            "Il grado medio dell'ente anno per anno",
            (*colonne, Colonna("Misurati", Come.CONTO), Colonna("Sessione")),
            tuple(_anno(uno) for uno in letti.risultati),
        ),
        disegno=_linee(letti, [letti.ente], "anni"),
    )


def _anno(uno: Risultati) -> Riga:
    sessione = f"{uno.sessione.nome}{'' if uno.definitivi else ', non definitiva'}" if uno.sessione else NON_MISURATO
    celle = (str(uno.ciclo.anno), uno.ente.grado, uno.ente.totale, uno.ente.misurati, sessione)
    return Riga(celle, verso("cruscotto", uno.ciclo))


def _unita(letti: NegliAnni, ciclo: Ciclo, colonne: tuple[Colonna, ...]) -> Sezione:
    return Sezione(
        "anni-unita",
        "Le unità negli anni",
        "Le unità dell'ultimo anno; «n.d.» dove non c'erano o non erano misurate.",
        Tabella(
            "Il grado medio di ogni unità anno per anno",
            (Colonna("Unità"), *colonne),
            tuple(Riga((u.nome, *u.gradi), verso("cruscotto_di", ciclo, "unita", u.pk)) for u in letti.unita),
        ),
        vuota="Nessuna unità ha obiettivi da misurare.",
        disegno=_linee(letti, letti.unita, "anni-unita"),
    )


def _obiettivi(letti: NegliAnni, ciclo: Ciclo, colonne: tuple[Colonna, ...]) -> Sezione:
    return Sezione(
        "anni-obiettivi",
        "Gli obiettivi che continuano",
        "Gli obiettivi di quest'anno che proseguono uno di un anno prima.",
        Tabella(
            "Il grado degli obiettivi che continuano, anno per anno",
            (Colonna("Obiettivo"), *colonne),
            tuple(Riga((o.nome, *o.gradi), verso("scheda", ciclo, o.pk)) for o in letti.obiettivi),
        ),
        vuota="Nessun obiettivo continua quello di un anno prima.",
    )


def _linee(letti: NegliAnni, serie: list[SerieDegliAnni], chiave: str) -> SafeString | None:
    if len(letti.anni) < 2 or not 0 < len(serie) <= LINEE_LEGGIBILI:
        return None
    disegnate = [Serie(una.nome, [_tondo(grado) for grado in una.gradi]) for una in serie]
    anni = [str(anno) for anno in letti.anni]
    return linee(anni, disegnate, prefisso=f"quadro-{chiave}", titolo="Il grado medio anno per anno", unita="%")


def _tondo(grado: Decimal | None) -> Decimal | None:
    return None if grado is None else arrotonda(grado, 2)


# ---- gli enti ----------------------------------------------------------------------------------------------------


def sezioni_degli_enti(letti: FraEnti) -> list[Sezione]:
    return [_gradi(letti), _in_comune(letti)]


def _gradi(letti: FraEnti) -> Sezione:
    righe = tuple(
        Riga((str(uno.ciclo.ente), uno.ente.grado, uno.ente.totale, uno.ente.misurati), verso("cruscotto", uno.ciclo))
        for uno in letti.risultati
    )
    colonne = (Colonna("Ente"), Colonna("Grado", Come.GRADO), Colonna("Obiettivi", Come.CONTO))
    return Sezione(
        "enti",
        "Ente per ente",
        "Piani diversi hanno obiettivi diversi: il grado dice quanto ciascuno ha mantenuto ciò che ha promesso.",
        Tabella("Il grado medio di ogni ente", (*colonne, Colonna("Misurati", Come.CONTO)), righe),
        disegno=_barre_enti(letti),
    )


def _barre_enti(letti: FraEnti) -> SafeString | None:
    righe = [Barra(nome, _tondo(grado)) for nome, grado in zip(letti.enti, letti.gradi, strict=True)]
    if all(riga.valore is None for riga in righe):
        return None
    return barre(righe, prefisso="quadro-enti", titolo="Il grado medio di ogni ente")


def _in_comune(letti: FraEnti) -> Sezione:
    righe = tuple(
        Riga((f"{uno.nome} ({uno.unita_misura})" if uno.unita_misura else uno.nome, *map(_risultato, uno.per_ente)))
        for uno in letti.comuni
    )
    return Sezione(
        "enti-indicatori",
        "Gli indicatori in comune",
        "Lo stesso indicatore (con lo stesso codice della libreria, o lo stesso nome) misurato in più enti.",
        Tabella("I valori rilevati, ente per ente", (Colonna("Indicatore"), *map(Colonna, letti.enti)), righe),
        vuota="Questi enti non hanno indicatori in comune: si riconoscono dal codice, o dallo stesso nome.",
    )


def _risultato(indicatore: RisultatoIndicatore | None) -> str:
    return "non ce l'ha" if indicatore is None else indicatore.risultato or NON_DISPONIBILE
