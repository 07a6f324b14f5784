"""I quadri che guardano tutti gli obiettivi insieme: temi e ambiti, programmi, pesi, risorse, fasi, indicatori."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from obiettivi.misura import Pesato, ScaleMiste, somma_pesi
from obiettivi.voci import TEMI_DM132, Ambito, Impostazione, Tema
from piao.base.numeri import data_breve, euro, numero
from piao.base.pdf.pezzi import Colonna
from relazioni.contenuto.tipi import DatiObiettivo, DatiRisorsa, DatiUnita, Piano, UnitaCollegata
from relazioni.stampa import parole, schede
from relazioni.stampa.blocchi import Blocco, nota, tabella, titolo
from relazioni.voci import MISSIONI

NOTA_PROPOSTI = (
    "Fra parentesi le attribuzioni proposte al caricamento dei dati, che il documento di origine non scrive."
)
OBIETTIVI_IN_MATRICE = 80
ALTRI_TEMI = tuple(tema for tema in Tema if tema not in TEMI_DM132)
TITOLI_CORTI = {
    Tema.SEMPLIFICAZIONE: "Sempli\u00adfica\u00adzione",
    Tema.DIGITALIZZAZIONE: "Digita\u00adlizza\u00adzione",
    Tema.EFFICIENZA: "Efficienza e tempi",
    Tema.QUALITA: "Qualità",
    Tema.ACCESSIBILITA: "Accessi\u00adbilità",
    Tema.PARI_OPPORTUNITA: "Pari oppor\u00adtunità",
    Tema.TRASPARENZA: "Traspa\u00adrenza",
    Tema.TEMPI_PAGAMENTO: "Tempi di pagamento",
    Tema.FORMAZIONE: "Forma\u00adzione",
}


# ---- temi e ambiti ---------------------------------------------------------------------------------------------


def copertura(piano: Piano) -> list[Blocco]:
    """Quali obiettivi rispondono a ciascun tema (DM 132/2022) e a ciascun ambito (art. 8)."""
    if not any(_classificato(o) for o in piano.obiettivi):
        return []
    proposti = any(o.temi_proposti or o.ambiti_proposti for o in piano.obiettivi)
    per_tema = [
        *_per_voce(
            "Temi del Piano-tipo (DM 132/2022) e obiettivi che vi concorrono", "Tema", TEMI_DM132, piano, _temi
        ),
        *_per_voce("Altri temi che la legge chiede di presidiare", "Tema", ALTRI_TEMI, piano, _temi),
    ]
    per_ambito = _per_voce("Ambiti dell'articolo 8 del D.Lgs. 150/2009", "Ambito", tuple(Ambito), piano, _ambiti)
    return [
        *([titolo("I temi", "temi-coperti"), *per_tema] if per_tema else []),
        *([titolo("Gli ambiti della performance organizzativa", "ambiti"), *per_ambito] if per_ambito else []),
        *([nota(NOTA_PROPOSTI)] if proposti else []),
    ]


def _classificato(o: DatiObiettivo) -> bool:
    return bool(o.temi or o.temi_proposti or o.ambiti or o.ambiti_proposti)


def _temi(o: DatiObiettivo) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return o.temi, o.temi_proposti


def _ambiti(o: DatiObiettivo) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return o.ambiti, o.ambiti_proposti


Classi = Callable[[DatiObiettivo], tuple[tuple[str, ...], tuple[str, ...]]]


def _per_voce(didascalia: str, nome: str, voci: Sequence[Tema | Ambito], piano: Piano, classi: Classi) -> list[Blocco]:
    """Una riga per voce, anche se nessun obiettivo vi concorre; niente tabella se nessuno concorre a nulla."""
    righe = []
    for voce in voci:
        certi = [o for o in piano.obiettivi if voce in classi(o)[0]]
        proposti = [o for o in piano.obiettivi if voce in classi(o)[1]]
        quali = [_riferimento(o) for o in certi] + [f"({_riferimento(o)})" for o in proposti]
        righe.append([str(voce.label), numero(len(quali)), ", ".join(quali) or "nessuno"])
    colonne = [Colonna(nome, larghezza=40), Colonna("Obiettivi", numerica=True, larghezza=10), Colonna("Quali")]
    return tabella(didascalia, colonne, righe) if any(riga[1] != "0" for riga in righe) else []


def _riferimento(o: DatiObiettivo) -> str:
    return o.codice or f"n. {o.numero}"


def matrice(piano: Piano) -> list[Blocco]:
    """Obiettivi in riga, temi in colonna: in pagina orizzontale."""
    scelti = [o for o in piano.obiettivi if o.temi or o.temi_proposti]
    if not scelti or len(scelti) > OBIETTIVI_IN_MATRICE:
        return []
    colonne = [Colonna("Obiettivo", larghezza=25), *(Colonna(TITOLI_CORTI[tema]) for tema in Tema)]
    righe = [[schede.etichetta(o), *(_segno(o, tema) for tema in Tema)] for o in scelti]
    return tabella("Quali temi tocca ogni obiettivo", colonne, righe, classe="quadro matrice")


def _segno(o: DatiObiettivo, tema: str) -> str:
    return "sì" if tema in o.temi else "(sì)" if tema in o.temi_proposti else ""


# ---- missioni e programmi --------------------------------------------------------------------------------------


def raccordo(piano: Piano) -> list[Blocco]:
    chiavi = sorted({(o.missione, o.programma) for o in piano.obiettivi if o.missione})
    righe = [_riga_raccordo(missione, programma, piano) for missione, programma in chiavi]
    quadro = tabella(
        "Obiettivi per missione e programma del bilancio",
        [
            Colonna("Missione", larghezza=40),
            Colonna("Programma", larghezza=15),
            Colonna("Obiettivi"),
            Colonna("Risorse", numerica=True, larghezza=20),
        ],
        righe,
        asciutta=True,
    )
    return [titolo("Le missioni e i programmi", "raccordo"), *quadro] if quadro else []


def _riga_raccordo(missione: str, programma: str, piano: Piano) -> list[str]:
    scelti = [o for o in piano.obiettivi if (o.missione, o.programma) == (missione, programma)]
    importi = [r.importo for o in scelti for r in o.risorse if r.importo is not None]
    nome = f"{missione} {MISSIONI.get(missione, '')}".strip()
    quali = ", ".join(_riferimento(o) for o in scelti)
    return [nome, programma, quali, euro(sum(importi, Decimal(0))) if importi else ""]


# ---- pesi -------------------------------------------------------------------------------------------------------


def pesi(piano: Piano) -> list[Blocco]:
    """I pesi di ciascuna unità, con il totale quando la scala è una sola."""
    quadri = [blocco for una in piano.unita for blocco in _pesi_unita(una, piano)]
    return [titolo("I pesi per unità", "pesi"), *quadri] if quadri else []


def _pesi_unita(una: DatiUnita, piano: Piano) -> list[Blocco]:
    tutti = [(o, legame) for o in piano.obiettivi for legame in o.unita if legame.id == una.id]
    legati = [(o, legame) for o, legame in tutti if _conta(o, legame)]
    if not any(_peso(o, legame) is not None for o, legame in legati):
        return []
    righe = [
        [
            schede.etichetta(o),
            parole.maiuscola(legame.ruolo),
            "prerequisito" if o.prerequisito else parole.peso(_peso(o, legame), o.scala_peso),
        ]
        for o, legame in legati
    ]
    colonne = [Colonna("Obiettivo", larghezza=60), Colonna("Ruolo"), Colonna("Peso", numerica=True)]
    return tabella(f"Pesi: {una.denominazione}", colonne, righe, totale=_totale(legati))


def _conta(o: DatiObiettivo, legame: UnitaCollegata) -> bool:
    """Come in `obiettivi.letture.pesi`: uno strategico pesa per l'unità solo se è individuale o ha un peso suo."""
    return not o.strategico or o.anche_individuale or legame.peso is not None


def _peso(o: DatiObiettivo, legame: UnitaCollegata) -> Decimal | None:
    return legame.peso if legame.peso is not None else o.peso


def _totale(legati: Iterable[tuple[DatiObiettivo, UnitaCollegata]]) -> list[str]:
    try:
        totale = somma_pesi(Pesato(_peso(o, legame), o.scala_peso, o.prerequisito) for o, legame in legati)
    except ScaleMiste:
        return ["Totale", "", "scale diverse: non si sommano"]
    return ["Totale", "", parole.peso(totale.somma, totale.scala)] if totale else []


# ---- risorse ----------------------------------------------------------------------------------------------------


def risorse(piano: Piano) -> list[Blocco]:
    """Le risorse di tutto il piano e delle unità; con il PEG (impostazione B) anche i capitoli di ogni obiettivo."""
    blocchi = schede.quadro_risorse("Risorse di tutto il Piano", [r for r in piano.risorse if r.unita is None])
    for una in piano.unita:
        sue = [r for r in piano.risorse if r.unita == una.id]
        blocchi += schede.quadro_risorse(f"Risorse: {una.denominazione}", sue)
    if piano.documento.impostazione == Impostazione.B:
        blocchi += _capitoli(piano)
    return [titolo("Le risorse collegate", "risorse-collegate"), *blocchi] if blocchi else []


def _capitoli(piano: Piano) -> list[Blocco]:
    righe: list[tuple[DatiObiettivo, DatiRisorsa]] = [
        (o, r) for o in piano.obiettivi for r in o.risorse if r.capitolo or r.importo is not None
    ]
    importi = [r.importo for _, r in righe if r.importo is not None]
    return tabella(
        "Capitoli del PEG collegati agli obiettivi",
        [
            Colonna("Obiettivo", larghezza=40),
            Colonna("Capitolo", larghezza=15),
            Colonna("Descrizione"),
            Colonna("Importo", numerica=True, larghezza=20),
        ],
        [
            [schede.etichetta(o), r.capitolo, r.descrizione, "" if r.importo is None else euro(r.importo)]
            for o, r in righe
        ],
        totale=["Totale", "", "", euro(sum(importi, Decimal(0)))] if importi else (),
    )


# ---- ciclo e indicatori -----------------------------------------------------------------------------------------


def fasi(piano: Piano) -> list[Blocco]:
    quadro = tabella(
        "Le fasi del ciclo dell'ente",
        [
            Colonna("Fase", larghezza=25),
            Colonna("Organi", larghezza=25),
            Colonna("Finalità"),
            Colonna("Quando", larghezza=20),
        ],
        [[f.denominazione, "; ".join(f.organi), f.finalita, f.tempistica] for f in piano.fasi_ciclo],
        asciutta=True,
    )
    return [titolo("Il calendario del ciclo", "calendario"), *quadro] if quadro else []


def indicatori(piano: Piano) -> list[Blocco]:
    """Tutti gli indicatori con formula, serie storica e fonte: in pagina orizzontale."""
    colonne = [
        Colonna("Indicatore", larghezza=25),
        Colonna("Obiettivo", larghezza=15),
        Colonna("Formula"),
        Colonna("Verso", larghezza=10),
        Colonna("Anni precedenti", larghezza=10),
        Colonna("Fonte", larghezza=15),
        Colonna("Rilevazione", larghezza=10),
    ]
    righe = [
        [
            parole.elenco([i.codice, i.denominazione], " "),
            _riferimento(o),
            parole.formula(i),
            i.verso,
            parole.storico(i),
            parole.elenco([i.fonte, i.tipo_fonte, i.responsabile_dato]),
            parole.elenco([i.frequenza, f"il {data_breve(i.rilevazione_il)}" if i.rilevazione_il else ""], ", "),
        ]
        for o in piano.obiettivi
        for i in o.indicatori
    ]
    return tabella("Elenco degli indicatori", colonne, righe, asciutta=True, classe="quadro")
