"""I risultati: per l'ente, per linea, per unità, e ogni obiettivo con ciò che prometteva e ciò che ha dato."""

from collections.abc import Sequence
from decimal import Decimal

from obiettivi.voci import Livello
from piao.base.grafici import Barra, barre
from piao.base.numeri import MENO, data_breve, numero, percento
from piao.base.pdf.pezzi import Colonna
from relazioni.contenuto.relazione.tipi import Esitato, Grado, Relazione, Rendicontato
from relazioni.stampa import parole
from relazioni.stampa.blocchi import Blocco, Scheda, Titolo, attributi, figura, nota, tabella, titolo
from relazioni.stampa.parole import maiuscola
from relazioni.stampa.schede import ancora

BARRE_IN_FIGURA = 20


# ---- quadri d'insieme --------------------------------------------------------------------------------------------


def dell_ente(r: Relazione) -> list[Blocco]:
    """L'ente, le unità, le linee: media, come è fatta, su quanti obiettivi."""
    return [
        titolo("L'ente nel suo complesso", "complesso"),
        *_gradi("Il grado dell'ente", "Ente", [r.complesso]),
        *_capitoletto("Le unità", "unita", "Unità", r.per_unita),
        *(_capitoletto("Le linee di mandato", "linee", "Linea", r.per_linea) if r.linee else []),
    ]


def _capitoletto(nome: str, prefisso: str, colonna: str, gradi: Sequence[Grado]) -> list[Blocco]:
    if not gradi:
        return []
    disegnate = [Barra(uno.nome, uno.grado) for uno in gradi[:BARRE_IN_FIGURA]]
    disegno = barre(disegnate, prefisso=f"gradi-{prefisso}", titolo=f"Grado di raggiungimento: {nome.lower()}")
    figure = [figura(nome, disegno)] if any(uno.grado is not None for uno in gradi) else []
    return [titolo(nome, f"risultati-{prefisso}"), *figure, *_gradi(nome, colonna, gradi)]


def _gradi(didascalia: str, colonna: str, gradi: Sequence[Grado]) -> list[Blocco]:
    """Se la media si fa per tutti allo stesso modo, lo si dice una volta sotto la tabella."""
    regole = {uno.problema or uno.regola for uno in gradi}
    comune = regole.pop() if len(regole) == 1 else ""
    colonne = [
        Colonna(colonna, larghezza=40),
        Colonna("Grado", numerica=True),
        Colonna("Obiettivi", numerica=True),
        Colonna("Misurati", numerica=True),
        Colonna("Come si calcola", larghezza=25),
    ]
    righe = [
        [
            uno.nome,
            percento(uno.grado),
            numero(uno.obiettivi),
            numero(uno.misurati),
            "" if comune else uno.problema or uno.regola,
        ]
        for uno in gradi
    ]
    quadro = tabella(didascalia, colonne, righe, asciutta=True)
    return [*quadro, nota(f"Come si calcola: {comune}.")] if comune else quadro


def obiettivi(r: Relazione) -> list[Blocco]:
    """Tutti gli obiettivi in una tabella: promesso, ottenuto, differenza, grado, causa. Vuota, non si stampa."""
    if not any(uno.indicatori or uno.grado is not None for uno in r.in_corso):
        return []
    colonne = [
        Colonna("Obiettivo e indicatore", larghezza=30),
        Colonna("Promesso"),
        Colonna("Ottenuto"),
        Colonna("Scostamento", numerica=True),
        Colonna("Grado", numerica=True),
        Colonna("Causa"),
    ]
    righe = [riga for uno in r.in_corso for riga in _righe(uno)]
    return tabella("Ogni obiettivo, con i suoi indicatori", colonne, righe, classe="quadro")


def _righe(uno: Rendicontato) -> list[list[str]]:
    """La riga dell'obiettivo e, sotto, quelle dei suoi indicatori."""
    return [
        [uno.etichetta, "", "", "", grado_detto(uno), ""],
        *([f"– {i.denominazione}", i.atteso, ottenuto(i), punti(i.scostamento), percento(i.grado), i.causa_in_parole]
          for i in uno.indicatori),
    ]  # fmt: skip


def scostamenti(r: Relazione) -> list[Blocco]:
    """Uno per uno: di quanto, perché, che cosa si fa."""
    righe = [
        [
            f"{o.etichetta}: {i.denominazione}",
            punti(i.scostamento),
            i.causa_in_parole or "non indicata",
            parole.elenco([i.spiegazione.strip(), i.correttivo.strip()], " Che cosa si fa: "),
        ]
        for o, i in r.scostamenti
    ]
    colonne = [
        Colonna("Indicatore", larghezza=30),
        Colonna("Punti", numerica=True, larghezza=10),
        Colonna("Causa", larghezza=20),
        Colonna("Che cosa è successo"),
    ]
    quadro = tabella("Gli scostamenti oltre la soglia dell'ente", colonne, righe)
    return quadro or [nota("Nessun indicatore si è scostato dal valore promesso oltre la soglia dell'ente.")]


# ---- uno per uno -------------------------------------------------------------------------------------------------


def schede(r: Relazione) -> list[Blocco]:
    """Gli strategici, poi gli altri per unità; in fondo quelli ritirati con un atto."""
    strategici = [o for o in r.in_corso if o.promessa.livello == Livello.STRATEGICO]
    operativi = [o for o in r.in_corso if o.promessa.livello != Livello.STRATEGICO]
    blocchi = _gruppo("Gli obiettivi strategici", "schede-strategici", strategici)
    for posto, nome in enumerate(dict.fromkeys(o.capofila for o in operativi), start=1):
        blocchi += _gruppo(nome, f"schede-{posto}", [o for o in operativi if o.capofila == nome])
    return blocchi + _gruppo("Obiettivi ritirati durante l'anno", "ritirati", [o for o in r.obiettivi if o.ritirato])


def _gruppo(nome: str, chiave: str, scelti: Sequence[Rendicontato]) -> list[Blocco]:
    return [titolo(nome, chiave), *(_scheda(uno, nome) for uno in scelti)] if scelti else []


def _scheda(uno: Rendicontato, gruppo: str) -> Blocco:
    occhiello = f"Obiettivo {uno.promessa.livello} · {gruppo}"
    blocchi = [*attributi("L'obiettivo", _voci(uno)), *_indicatori(uno), *_fasi(uno), *_spiegazioni(uno)]
    intera = Scheda(occhiello, Titolo(uno.etichetta, ancora(uno.numero), 3), tuple(blocchi))
    return Blocco("pdf/piano/_scheda.html", "scheda", intera)


def _voci(uno: Rendicontato) -> list[tuple[str, str]]:
    p = uno.promessa
    ritirato = f"Ritirato con {uno.con_atto}" if uno.con_atto else "Ritirato"
    return [
        ("Stato", ritirato if uno.ritirato else ""),
        ("Grado di raggiungimento", "" if uno.ritirato else grado_detto(uno)),
        ("Esito", "" if uno.ritirato else maiuscola(uno.esito)),
        ("Perché manca il grado", uno.problema),
        ("Chi ne risponde", maiuscola(parole.chi_risponde(p))),
        ("Peso", maiuscola(parole.peso_di(p))),
        ("Cambiato con", "" if uno.ritirato else uno.con_atto),
        ("Grado calcolato", percento(uno.calcolato) if uno.forzato else ""),
        ("Valore forzato perché", uno.forzato),
        ("Tolto dal conto perché", uno.neutralizzato),
        ("Temi", parole.temi(p)),
    ]


def _indicatori(uno: Rendicontato) -> list[Blocco]:
    colonne = [
        Colonna("Indicatore", larghezza=25),
        Colonna("Promesso", larghezza=15),
        Colonna("Ottenuto", larghezza=15),
        Colonna("Scostamento", numerica=True),
        Colonna("Grado", numerica=True),
        Colonna("Fonte", larghezza=20),
    ]
    righe = [
        [i.denominazione, i.atteso, ottenuto(i), punti(i.scostamento), percento(i.grado), fonte(i)]
        for i in uno.indicatori
    ]
    return tabella("Promesso e ottenuto", colonne, righe)


def _fasi(uno: Rendicontato) -> list[Blocco]:
    colonne = [
        Colonna("Fase", larghezza=40),
        Colonna("Fatta al", numerica=True, larghezza=15),
        Colonna("Cominciata il", larghezza=20),
        Colonna("Finita il", larghezza=20),
    ]
    righe = [
        [
            f.titolo,
            percento(f.percentuale),
            data_breve(f.inizio) if f.inizio else "",
            data_breve(f.fine) if f.fine else "",
        ]
        for f in uno.fasi
    ]
    misurate = any(f.percentuale is not None for f in uno.fasi)
    return tabella("Le fasi", colonne, righe, asciutta=True) if misurate else []


def _spiegazioni(uno: Rendicontato) -> list[Blocco]:
    righe = [
        [i.denominazione, i.causa_in_parole, i.spiegazione, i.correttivo]
        for i in uno.indicatori
        if i.causa or i.spiegazione or i.correttivo
    ]
    colonne = [
        Colonna("Indicatore", larghezza=25),
        Colonna("Causa"),
        Colonna("Che cosa è successo"),
        Colonna("Che cosa si fa"),
    ]
    return tabella("Perché il risultato è diverso dal promesso", colonne, righe, asciutta=True)


# ---- in parole ---------------------------------------------------------------------------------------------------


def grado_detto(uno: Rendicontato) -> str:
    """Il grado, e se non viene dal solo calcolo lo si dice accanto."""
    segni = [("forzato", uno.forzato), ("neutralizzato", uno.neutralizzato)]
    detti = parole.elenco([nome for nome, c_e in segni if c_e], ", ")
    return f"{percento(uno.grado)} ({detti})" if detti else percento(uno.grado)


def ottenuto(i: Esitato) -> str:
    return f"non applicabile: {i.non_applicabile}" if i.non_applicabile else i.risultato or "n.d."


def punti(scostamento: Decimal | None) -> str:
    """«+3», «−12,5», «0» punti rispetto al 100% del valore promesso; vuoto se non si può dire."""
    if scostamento is None:
        return ""
    scritto = numero(scostamento)
    return scritto if scritto.startswith(MENO) or scostamento == 0 else f"+{scritto}"


def fonte(i: Esitato) -> str:
    rilevata = f"rilevato il {data_breve(i.rilevato_il)}" if i.rilevato_il else ""
    prove = f"{numero(i.evidenze)} {'prova allegata' if i.evidenze == 1 else 'prove allegate'}" if i.evidenze else ""
    return parole.elenco([i.fonte or i.tipo_fonte, rilevata, prove], ", ")
