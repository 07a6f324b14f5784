"""L'albero e gli obiettivi, raccolti per unità nell'ordine dell'organigramma."""

from collections.abc import Sequence

from piao.base.grafici import Nodo, alberi
from piao.base.numeri import numero
from piao.base.pdf.pezzi import Colonna
from relazioni.contenuto.tipi import DatiObiettivo, Piano
from relazioni.stampa import schede
from relazioni.stampa.blocchi import Blocco, figure, nota, numeri, tabella, titolo

OPERATIVI_NEL_DISEGNO = 60
SENZA_UNITA = "Obiettivi dell'ente"
A_COSA = "a un obiettivo strategico o a una linea di mandato"


# ---- dal mandato agli obiettivi ----------------------------------------------------------------------------


def linee(piano: Piano) -> list[Blocco]:
    quadro = tabella(
        "Le linee di mandato",
        [
            Colonna("Linea", larghezza=40),
            Colonna("Che cosa significa"),
            Colonna("Obiettivi", numerica=True, larghezza=15),
        ],
        [
            [linea.titolo, linea.descrizione, numero(sum(1 for o in piano.obiettivi if o.linea == linea.id))]
            for linea in piano.linee
        ],
        asciutta=True,
    )
    return [titolo("Le linee di mandato", "linee"), *quadro] if quadro else []


def disegno_albero(piano: Piano) -> list[Blocco]:
    """L'albero della performance; se gli operativi sono troppi, di ogni strategico si dice quanti ne ha."""
    strategici = [o for o in piano.obiettivi if o.strategico]
    if not strategici:
        return []
    disegni = alberi(_nodi(piano), prefisso="albero", titolo=f"Albero della performance: {piano.ente.denominazione}")
    return [titolo("L'albero della performance", "albero"), *figure("L'albero", disegni), *_non_collegati(piano)]


def _nodi(piano: Piano) -> list[Nodo]:
    collegati = [o for o in piano.obiettivi if not o.strategico and (o.padre or o.linea)]
    con_operativi = len(collegati) <= OPERATIVI_NEL_DISEGNO
    usate = {o.linea for o in piano.obiettivi}
    nodi = [Nodo("ente", piano.ente.denominazione)]
    nodi += [Nodo(f"linea-{linea.id}", linea.titolo, "ente") for linea in piano.linee if linea.id in usate]
    for o in piano.obiettivi:
        if o.strategico or (con_operativi and (o.padre or o.linea)):
            figli = sum(1 for altro in collegati if altro.padre == o.numero)
            conto = f" ({figli} operativi)" if figli and not con_operativi else ""
            nodi.append(Nodo(str(o.numero), schede.etichetta(o) + conto, _sopra(o)))
    return nodi


def _sopra(o: DatiObiettivo) -> str:
    if o.padre:
        return str(o.padre)
    return f"linea-{o.linea}" if o.linea else "ente"


def _non_collegati(piano: Piano) -> list[Blocco]:
    operativi = [o for o in piano.obiettivi if not o.strategico]
    sciolti = sum(1 for o in operativi if not (o.padre or o.linea))
    incerti = sum(1 for o in piano.obiettivi if o.padre and not o.padre_certo)
    note = []
    if sciolti and sciolti == len(operativi):
        note.append(nota(f"Gli obiettivi operativi non sono collegati {A_COSA}."))
    elif sciolti:
        note.append(nota(f"Obiettivi operativi non collegati {A_COSA}: {numero(sciolti)}."))
    if incerti:
        note.append(nota(f"Collegamenti che il documento di origine non scrive: {numero(incerti)}."))
    return note


# ---- gli obiettivi -------------------------------------------------------------------------------------------


def in_evidenza(piano: Piano) -> list[Blocco]:
    if not piano.obiettivi:
        return [nota("Il documento non riporta ancora obiettivi.")]
    strategici = sum(1 for o in piano.obiettivi if o.strategico)
    indicatori = sum(len(o.indicatori) for o in piano.obiettivi)
    coppie = [
        (strategici, "obiettivi strategici"),
        (len(piano.obiettivi) - strategici, "obiettivi operativi"),
        (indicatori, "indicatori"),
        (len(gruppi(piano)), "unità con obiettivi"),
    ]
    return [numeri(*((numero(quanti), parole) for quanti, parole in coppie if quanti)), *_senza_misura(piano)]


def _senza_misura(piano: Piano) -> list[Blocco]:
    """Detto una volta sola, non su ogni obiettivo."""
    senza = sum(1 for o in piano.obiettivi if not o.indicatori)
    if not senza:
        return []
    if senza == len(piano.obiettivi):
        return [
            nota("Il documento non riporta indicatori né valori attesi: gli obiettivi sono elencati come assegnati.")
        ]
    return [
        nota(f"Per {numero(senza)} obiettivi su {numero(len(piano.obiettivi))} il documento non riporta indicatori.")
    ]


def strategici(piano: Piano) -> list[Blocco]:
    scelti = [o for o in piano.obiettivi if o.strategico]
    if not scelti:
        return []
    return [
        titolo("Obiettivi strategici", "obiettivi-strategici", classe=_classe(scelti)),
        *_gruppo("Gli obiettivi strategici", scelti, piano, "", con_unita=True),
    ]


def operativi(piano: Piano) -> list[Blocco]:
    blocchi = []
    for nome, ancora, scelti in gruppi(piano):
        quadro = _gruppo(f"Obiettivi: {nome}", scelti, piano, nome, con_unita=False)
        blocchi += [titolo(nome, ancora, classe=_classe(scelti)), *quadro]
    return blocchi


def _classe(scelti: Sequence[DatiObiettivo]) -> str:
    """Un gruppo con almeno una scheda comincia a pagina nuova, perché la prima scheda ci stia intera."""
    return "gruppo" if any(schede.ha_scheda(o) for o in scelti) else ""


def gruppi(piano: Piano) -> list[tuple[str, str, list[DatiObiettivo]]]:
    """Gli operativi per unità capofila (nome, ancora, obiettivi): ogni obiettivo compare una volta sola."""
    per_unita: dict[int, list[DatiObiettivo]] = {}
    for o in piano.obiettivi:
        if not o.strategico:
            per_unita.setdefault(capofila(o), []).append(o)
    in_ordine = [(una.denominazione, una.id) for una in piano.unita] + [(SENZA_UNITA, 0)]
    return [(nome, f"unita-{chiave}", per_unita[chiave]) for nome, chiave in in_ordine if chiave in per_unita]


def capofila(o: DatiObiettivo) -> int:
    """L'unità sotto cui l'obiettivo compare: la prima capofila, altrimenti la prima; 0 se non ne ha."""
    prime = [unita.id for unita in o.unita if unita.ruolo == "capofila"] or [unita.id for unita in o.unita]
    return prime[0] if prime else 0


def _gruppo(
    didascalia: str, scelti: Sequence[DatiObiettivo], piano: Piano, gruppo: str, *, con_unita: bool
) -> list[Blocco]:
    brevi = [o for o in scelti if not schede.ha_scheda(o)]
    estesi = [schede.scheda(o, piano, gruppo) for o in scelti if schede.ha_scheda(o)]
    elenco = schede.elenco("Gli altri obiettivi" if estesi else didascalia, brevi, piano, con_unita=con_unita)
    return [*estesi, *elenco]
