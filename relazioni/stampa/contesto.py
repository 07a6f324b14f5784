"""Chi siamo: scheda dell'ente, atti, popolazione, personale, unità."""

from decimal import Decimal

from piao.base.grafici import Barra, Nodo, Serie, barre, colonne, linee, organigrammi
from piao.base.numeri import MENO, data_breve, euro, numero, percento
from piao.base.pdf.pezzi import Colonna
from relazioni.contenuto.tipi import AnnoPopolazione, Composto, DatiPersonale, Piano
from relazioni.stampa.blocchi import Blocco, attributi, figura, figure, numeri, tabella, titolo
from relazioni.stampa.parole import elenco, maiuscola

UNITA_DISEGNATE = 200  # oltre, le pagine di disegno sarebbero più delle altre: resta la tabella


def scheda_ente(piano: Piano) -> list[Blocco]:
    e = piano.ente
    voci = [
        ("Ente", e.denominazione),
        ("Tipo", e.tipo),
        ("Provincia", e.provincia),
        ("Regione", e.regione),
        ("Comuni che ne fanno parte", elenco(e.comuni, ", ")),
        ("Codice ISTAT", e.codice_istat),
        ("Codice catastale", e.codice_catasto),
        ("Codice IPA", e.codice_ipa),
        ("Codice fiscale", e.codice_fiscale),
        ("Partita IVA", e.partita_iva if e.partita_iva != e.codice_fiscale else ""),
        ("Indirizzo", e.indirizzo),
        ("Telefono", e.telefono),
        ("Posta elettronica", e.email),
        ("PEC", e.pec),
        ("Sito", e.sito),
        ("Mandato amministrativo", e.mandato),
        ("Organismo di valutazione", elenco([e.organismo, e.organismo_composizione], ": ")),
    ]
    return [titolo("Scheda dell'ente", "scheda-ente"), *attributi("Dati anagrafici", voci)]


def atti(piano: Piano) -> list[Blocco]:
    righe = [[atto.uso, atto.estremi, atto.oggetto] for atto in piano.atti]
    quadro = tabella(
        "Gli atti su cui poggia il Piano",
        [Colonna("Atto", larghezza=30), Colonna("Estremi", larghezza=30), Colonna("Oggetto")],
        righe,
        asciutta=True,
    )
    return [titolo("Gli atti", "atti"), *quadro] if quadro else []


# ---- popolazione -------------------------------------------------------------------------------------------


def popolazione(piano: Composto) -> list[Blocco]:
    serie = piano.popolazione
    if not serie:
        return []
    quadro = tabella(
        "Popolazione residente",
        [
            Colonna("Alla data"),
            *(Colonna(nome, numerica=True) for nome in ("Maschi", "Femmine", "Totale", "Variazione", "%", "Famiglie")),
        ],
        [_riga_popolazione(anno) for anno in serie],
        asciutta=True,
    )
    return [titolo("La popolazione", "popolazione"), *_grafico_popolazione(serie), *quadro]


def _riga_popolazione(anno: AnnoPopolazione) -> list[str]:
    return [
        data_breve(anno.alla_data),
        _se_noto(anno.maschi),
        _se_noto(anno.femmine),
        numero(anno.totale),
        _con_segno(anno.variazione, _se_noto(anno.variazione)),
        _con_segno(anno.variazione, percento(anno.variazione_percento, 2) if anno.variazione_percento else ""),
        _se_noto(anno.famiglie),
    ]


def _se_noto(valore: int | None) -> str:
    return "" if valore is None else numero(valore)


def _con_segno(valore: int | None, scritto: str) -> str:
    return f"+{scritto}" if valore and valore > 0 and not scritto.startswith(MENO) and scritto else scritto


def _grafico_popolazione(serie: tuple[AnnoPopolazione, ...]) -> list[Blocco]:
    """Colonne impilate se si conoscono maschi e femmine, una linea se si conosce soltanto il totale."""
    if len(serie) < 2:
        return []
    anni = [str(anno.alla_data.year) for anno in serie]
    if any(anno.maschi is None for anno in serie):
        totale = Serie("Residenti", [Decimal(anno.totale) for anno in serie])
        disegno = linee(anni, [totale], prefisso="popolazione", titolo="Popolazione residente", da_zero=False)
    else:
        generi = [
            Serie("Maschi", [Decimal(anno.maschi or 0) for anno in serie]),
            Serie("Femmine", [Decimal(anno.femmine or 0) for anno in serie]),
        ]
        disegno = colonne(anni, generi, prefisso="popolazione", titolo="Popolazione residente", impilate=True)
    return [figura("L'andamento della popolazione", disegno)]


# ---- organizzazione ----------------------------------------------------------------------------------------


def organizzazione(piano: Piano) -> list[Blocco]:
    return [*_struttura(piano), *personale(piano)]


def personale(documento: Composto) -> list[Blocco]:
    return _personale(documento.personale) if documento.personale else []


def _struttura(piano: Piano) -> list[Blocco]:
    if not piano.unita:
        return []
    righe = [
        [
            una.denominazione,
            maiuscola(una.livello),
            elenco(maiuscola(ruolo) for ruolo in una.responsabili),
            una.funzioni,
        ]
        for una in piano.unita
    ]
    quadro = tabella(
        "Le unità e chi le guida",
        [
            Colonna("Unità", larghezza=30),
            Colonna("Livello", larghezza=15),
            Colonna("Chi la guida"),
            Colonna("Funzioni"),
        ],
        righe,
        asciutta=True,
    )
    return [
        titolo("La struttura", "struttura"),
        *_organigramma(piano),
        *(quadro if len(quadro[0].dato.colonne) > 1 else []),
    ]


def _organigramma(piano: Piano) -> list[Blocco]:
    """Il disegno delle unità, in tante figure quante pagine servono."""
    if not 1 < len(piano.unita) <= UNITA_DISEGNATE:
        return []
    nodi = [Nodo("ente", piano.ente.denominazione)]
    nodi += [Nodo(str(una.id), una.denominazione, str(una.padre or "ente")) for una in piano.unita]
    disegni = organigrammi(nodi, prefisso="organigramma", titolo=f"Organigramma: {piano.ente.denominazione}")
    return figure("L'organigramma", disegni)


def _personale(personale: DatiPersonale) -> list[Blocco]:
    righe = [[r.etichetta, numero(r.uomini), numero(r.donne), numero(r.totale)] for r in personale.righe]
    totale = ["Totale", _se_noto(personale.uomini), _se_noto(personale.donne), _se_noto(personale.totale)]
    quadro = tabella(
        f"Personale in servizio per settore e genere, {_quando(personale)}",
        [Colonna("Settore", larghezza=60), *(Colonna(nome, numerica=True) for nome in ("Uomini", "Donne", "Totale"))],
        righe,
        totale=totale,
    )
    blocchi = [*_in_evidenza(personale), *_genere(personale), *quadro, *_spesa(personale)]
    return [titolo("Il personale", "personale"), *blocchi] if blocchi else []


def _quando(personale: DatiPersonale) -> str:
    return f"al {data_breve(personale.alla_data)}" if personale.alla_data else f"anno {personale.anno}"


def _in_evidenza(personale: DatiPersonale) -> list[Blocco]:
    coppie = [
        (numero(personale.totale), f"dipendenti ({_quando(personale)})") if personale.totale is not None else None,
        (percento(personale.donne_percento, 1), "donne") if personale.donne_percento is not None else None,
        (euro(personale.spesa, 0), f"spesa di personale {personale.anno}") if personale.spesa is not None else None,
    ]
    presenti = [coppia for coppia in coppie if coppia]
    return [numeri(*presenti)] if presenti else []


def _genere(personale: DatiPersonale) -> list[Blocco]:
    if personale.donne_percento is None:
        return []
    righe = [Barra("Donne", personale.donne_percento), Barra("Uomini", personale.uomini_percento)]
    return [figura("Il personale per genere", barre(righe, prefisso="genere", titolo="Personale per genere"))]


def _spesa(personale: DatiPersonale) -> list[Blocco]:
    voci = [
        ("Retribuzioni", personale.retribuzioni),
        ("IRAP", personale.irap),
        ("Oneri riflessi", personale.oneri),
    ]
    return tabella(
        f"Spesa di personale, anno {personale.anno}",
        [Colonna("Voce", larghezza=60), Colonna("Importo", numerica=True)],
        [[nome, euro(importo)] for nome, importo in voci if importo is not None],
        totale=["Totale", euro(personale.spesa)],
    )
