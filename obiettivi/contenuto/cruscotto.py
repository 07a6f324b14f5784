"""Le sezioni del quadro dei risultati: l'ente, un'unità, una linea, gli anni, gli enti di un'unione."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from django.urls import reverse
from django.utils.safestring import SafeString

from obiettivi.contenuto.quadro import Colonna, Come, Riga, Sezione, Tabella
from obiettivi.letture.cruscotto import (
    ESITI,
    LINEE,
    MANCANO,
    SCOSTAMENTI,
    SEGNALI,
    UNITA,
    Cruscotto,
    Mancante,
)
from obiettivi.letture.risultati import Aggregato, Risultati, RisultatoObiettivo
from obiettivi.misura import arrotonda
from obiettivi.misura.esiti import SPIEGATI, Esito
from obiettivi.models import Ciclo
from obiettivi.voci import CausaScostamento
from piao.base.grafici import Barra, Riparto, barre, ripartizione
from piao.base.numeri import numero

DISEGNATI = 16  # oltre, un disegno non si legge più: resta la tabella
QUANTI = Colonna("Quanti", Come.CONTO)
GRADO, SCOSTAMENTO = Colonna("Grado", Come.GRADO), Colonna("Scostamento", Come.PUNTI)
OBIETTIVI, MISURATI = Colonna("Obiettivi", Come.CONTO), Colonna("Misurati", Come.CONTO)


def sezioni_del_quadro(cruscotto: Cruscotto) -> list[Sezione]:
    """Tutte, nell'ordine che serve a chi guarda."""
    return [SEZIONI[chiave](cruscotto) for chiave in cruscotto.ordine]


def sezioni_di(aggregato: Aggregato, risultati: Risultati) -> list[Sezione]:
    """Un'unità o una linea: come stanno i suoi obiettivi, e ciascuno con il suo grado."""
    return [_esiti(aggregato), _obiettivi(aggregato, risultati)]


# ---- gli indirizzi -----------------------------------------------------------------------------------------------


def verso(nome: str, ciclo: Ciclo, *altro: object) -> str:
    return reverse(f"obiettivi:{nome}", args=[ciclo.ente.slug, ciclo.anno, *altro])


def verso_obiettivo(risultati: Risultati, obiettivo: int) -> str:
    """Come si arriva al suo numero; la scheda, se nessuna sessione è cominciata."""
    if risultati.sessione is None:
        return verso("scheda", risultati.ciclo, obiettivo)
    return verso("derivazione", risultati.ciclo, risultati.sessione.pk, obiettivo)


# ---- come stanno gli obiettivi -----------------------------------------------------------------------------------


def _esiti(aggregato: Aggregato) -> Sezione:
    quanti = aggregato.esiti
    righe = tuple(Riga((esito.capitalize(), SPIEGATI[esito], quanti[esito])) for esito in Esito)
    nome = f"Gli obiettivi di {aggregato.nome} secondo il grado raggiunto"
    return Sezione(
        ESITI,
        "Come stanno gli obiettivi",
        "Chi non è misurato è contato a parte: «n.d.» non è zero.",
        Tabella(nome, (Colonna("Esito"), Colonna("Che cosa vuol dire"), QUANTI), righe if aggregato.totale else ()),
        vuota="Non ci sono obiettivi da misurare.",
        disegno=_ripartizione([aggregato], "quadro-esiti", nome),
    )


def _ripartizione(aggregati: Sequence[Aggregato], prefisso: str, titolo: str) -> SafeString | None:
    if not any(uno.totale for uno in aggregati) or len(aggregati) > DISEGNATI:
        return None
    righe = [Riparto(uno.nome, list(uno.esiti.values())) for uno in aggregati]
    return ripartizione(righe, [str(esito) for esito in Esito], prefisso=prefisso, titolo=titolo)


# ---- unità e linee -----------------------------------------------------------------------------------------------


def verso_parte(risultati: Risultati, chiave: str, pk: int) -> str:
    """La pagina di un'unità o di una linea, alla stessa sessione che si sta guardando."""
    scelta = f"?sessione={risultati.sessione.pk}" if risultati.sessione else ""
    return verso("cruscotto_di", risultati.ciclo, chiave, pk) + scelta


def _aggregati(
    aggregati: Sequence[Aggregato], risultati: Risultati, chiave: str, nomi: tuple[str, str], spiegazione: str
) -> Sezione:
    titolo, uno_solo = nomi
    righe = tuple(
        Riga(
            (uno.nome, uno.totale, uno.misurati, uno.grado, uno.problema or uno.regola),
            verso_parte(risultati, chiave, uno.pk),
        )
        for uno in aggregati
    )
    didascalia = f"{titolo}: grado medio e quanti obiettivi sono misurati"
    return Sezione(
        chiave,
        titolo,
        spiegazione,
        Tabella(didascalia, (Colonna(uno_solo), OBIETTIVI, MISURATI, GRADO, Colonna("Come si fa la media")), righe),
        vuota="Non c'è ancora nulla da mostrare.",
        disegno=_barre([(f"{u.nome} ({u.misurati} su {u.totale})", u.grado) for u in aggregati], chiave, didascalia),
    )


def _barre(
    righe: Sequence[tuple[str, Decimal | None]], chiave: str, titolo: str, unita: str = "%"
) -> SafeString | None:
    """Un disegno solo se c'è almeno un numero, e se si può leggere."""
    if len(righe) > DISEGNATI or all(valore is None for _, valore in righe):
        return None
    disegnate = [Barra(nome, None if valore is None else arrotonda(valore, 2)) for nome, valore in righe]
    return barre(disegnate, prefisso=f"quadro-{chiave}", titolo=titolo, unita=unita)


def _unita(c: Cruscotto) -> Sezione:
    spiegazione = "La media degli obiettivi misurati, ciascuno con il peso che ha per l'unità."
    return _aggregati(c.risultati.unita, c.risultati, UNITA, ("Unità per unità", "Unità"), spiegazione)


def _linee(c: Cruscotto) -> Sezione:
    spiegazione = "La media semplice degli obiettivi che discendono da ciascuna linea di mandato."
    return _aggregati(c.risultati.linee, c.risultati, LINEE, ("Linea per linea", "Linea di mandato"), spiegazione)


def _obiettivi(aggregato: Aggregato, risultati: Risultati) -> Sezione:
    righe = tuple(
        Riga((o.nome, o.grado, o.scostamento, o.esito.capitalize(), _nota(o)), verso_obiettivo(risultati, o.pk))
        for o in aggregato.obiettivi
    )
    colonne = (Colonna("Obiettivo"), GRADO, SCOSTAMENTO, Colonna("Esito"), Colonna("Note"))
    return Sezione(
        "obiettivi",
        "Obiettivo per obiettivo",
        "Apri un obiettivo per vedere come si arriva al suo numero, fino al singolo valore rilevato.",
        Tabella(f"Gli obiettivi di {aggregato.nome}", colonne, righe),
        vuota="Non ci sono obiettivi da misurare.",
        disegno=_barre([(o.nome, o.grado) for o in aggregato.obiettivi], "obiettivi", "Il grado degli obiettivi"),
    )


def _nota(o: RisultatoObiettivo) -> str:
    """Ciò che si deve sapere del numero: perché manca, o perché non viene dal solo calcolo."""
    note = (
        o.problema,
        f"valore forzato: {o.forzato.motivo}" if o.forzato else "",
        f"neutralizzato, {o.neutralizzato.politica_in_parole}: {o.neutralizzato.atto}" if o.neutralizzato else "",
        "valore chiesto, da decidere" if o.richiesta_aperta else "",
        "prerequisito: non entra nella media" if o.prerequisito else "",
    )
    return "; ".join(nota for nota in note if nota)


# ---- scostamenti, mancanze, segnali ------------------------------------------------------------------------------


def _scostamenti(c: Cruscotto) -> Sezione:
    righe = c.risultati.scostamenti
    nomi = dict(CausaScostamento.choices)
    return Sezione(
        SCOSTAMENTI,
        "Che cosa si scosta",
        _quale_soglia(c),
        Tabella(
            "Gli indicatori che si scostano dal target, con la causa e il correttivo",
            (Colonna("Indicatore"), Colonna("Unità"), SCOSTAMENTO, Colonna("Causa"), Colonna("Che cosa si fa")),
            tuple(
                Riga(
                    (i.denominazione, o.unita_nome, i.scostamento, nomi.get(i.causa, "da scrivere"), i.correttivo),
                    verso_obiettivo(c.risultati, o.pk),
                )
                for o, i in righe
            ),
        ),
        vuota="Nessun indicatore si scosta dal target oltre la soglia.",
        disegno=_barre([(i.denominazione, i.scostamento) for _, i in righe], SCOSTAMENTI, "Scostamenti", " punti"),
    )


def _quale_soglia(c: Cruscotto) -> str:
    if c.sessione is None or c.risultati.soglia is None:
        return "Nessuna sessione è ancora cominciata."
    if not c.sessione.finale:
        return "Durante l'anno, gli indicatori che chi ne risponde prevede a rischio o non raggiungibili."
    return f"A fine anno, gli indicatori a più di {numero(c.risultati.soglia)} punti dal target."


def _mancano(c: Cruscotto) -> Sezione:
    colonne = (
        Colonna("Unità"),
        Colonna("Valori che mancano", Come.CONTO),
        Colonna("Su", Come.CONTO),
        Colonna("Cause da scrivere", Come.CONTO),
        Colonna("Scritti dopo il termine", Come.CONTO),
        Colonna("Termine"),
    )
    righe = tuple(
        Riga(
            (m.nome, m.valori, m.su, m.cause, m.tardivi, _termine(m)),
            _griglia(c, m.unita),
        )
        for m in c.mancanti
    )
    return Sezione(
        MANCANO,
        "Che cosa manca o è in ritardo",
        "Un valore che manca non vale zero: l'obiettivo resta non misurato finché non si scrive.",
        Tabella("Valori e cause che mancano, per unità", colonne, righe),
        vuota="Non manca nulla: ogni valore è scritto, ogni scostamento è spiegato.",
    )


def _termine(m: Mancante) -> str:
    if not m.valori and not m.cause:
        return ""
    return "passato" if m.in_ritardo else "non ancora"


def _griglia(c: Cruscotto, unita: int) -> str:
    return f"{verso('compila', c.ciclo, c.sessione.pk)}?unita={unita}" if c.sessione else ""


def _segnali(c: Cruscotto) -> Sezione:
    def dove(obiettivo: int, unita: int) -> str:
        return verso_obiettivo(c.risultati, obiettivo) if obiettivo else verso_parte(c.risultati, UNITA, unita)

    return Sezione(
        SEGNALI,
        "Da guardare due volte",
        "Non sono errori: sono domande da farsi prima di fidarsi di un numero.",
        Tabella(
            "Segnali sui valori rilevati",
            (Colonna("Dove"), Colonna("Segnale"), Colonna("Perché")),
            tuple(Riga((s.dove, str(s.genere), s.perche), dove(s.obiettivo, s.unita)) for s in c.segnali),
        ),
        vuota="Nessun segnale.",
    )


SEZIONI: dict[str, Callable[[Cruscotto], Sezione]] = {
    ESITI: lambda c: _esiti(c.risultati.ente),
    UNITA: _unita,
    LINEE: _linee,
    SCOSTAMENTI: _scostamenti,
    MANCANO: _mancano,
    SEGNALI: _segnali,
}
