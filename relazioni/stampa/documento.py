"""Il documento intero: i capitoli in ordine, la copertina, l'indice, gli allegati."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from pathlib import PurePath
from textwrap import wrap

from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

from obiettivi.voci import Impostazione
from piao.base.pdf import Allegato
from piao.base.pdf.pezzi import Copertina, Documento, VoceIndice
from relazioni.contenuto.dati import csv_indicatori, csv_obiettivi, in_json
from relazioni.contenuto.tipi import Piano, Testo
from relazioni.stampa import contesto, obiettivi, quadri, variazioni
from relazioni.stampa.blocchi import Blocco, Capitolo, attributi, paragrafi, prosa, titolo
from relazioni.voci import Capitolo as Nome

# Cambia quando cambia l'aspetto del documento: i PDF già prodotti non valgono più per lo stesso contenuto.
IMPAGINAZIONE = 1
SCHEDE_IN_INDICE = 60
STEMMA = "stemma"

SPIEGA_VERIFICA = (
    "Questo documento è la copia congelata di ciò che la Giunta ha approvato. Per sapere se un file è proprio questo, "
    "e se vale ancora, si apre l'indirizzo qui sotto, o si scrive il codice nella pagina di verifica, e si sceglie il "
    "file: il confronto si fa sulla sua impronta, senza che il file debba lasciare il computer di chi controlla."
)

OCCHIELLI = {
    Impostazione.A: "Piano integrato di attività e organizzazione · Sottosezione 2.2 Performance",
    Impostazione.B: "Piano integrato di attività e organizzazione · Sottosezione 2.2 Performance",
    Impostazione.C: "Piano autonomo della performance",
}

Componi = Callable[[Piano], list[Blocco]]
# Che cosa si compone da sé in ogni capitolo: dopo quale testo (None = in fondo) e come.
COMPOSTI: dict[str, tuple[tuple[str | None, Componi], ...]] = {
    Nome.PREMESSA: ((None, contesto.scheda_ente), (None, contesto.atti)),
    Nome.CONTESTO: (("contesto-esterno", contesto.popolazione), ("contesto-interno", contesto.organizzazione)),
    Nome.STRATEGIA: (("mandato", obiettivi.linee), (None, obiettivi.disegno_albero)),
    Nome.OBIETTIVI: ((None, obiettivi.in_evidenza), (None, obiettivi.strategici), (None, obiettivi.operativi)),
    Nome.COPERTURA: ((None, quadri.copertura), (None, quadri.raccordo)),
    Nome.INDIVIDUALE: ((None, quadri.pesi),),
    Nome.RISORSE: (("risorse", quadri.risorse),),
    Nome.MONITORAGGIO: (("fasi-organi-scadenze", quadri.fasi),),
    Nome.ALLEGATI: (),
}
# Quadri in pagina orizzontale: seguono il capitolo a cui appartengono.
ORIZZONTALI: dict[str, tuple[str, str, Componi]] = {
    Nome.COPERTURA: ("La matrice dei temi", "matrice", quadri.matrice),
    Nome.ALLEGATI: ("Gli indicatori", "indicatori", quadri.indicatori),
}


@dataclass(frozen=True)
class Colophon:
    """Ciò che una versione approvata dice di sé, perché chi la riceve la possa controllare."""

    codice: str
    indirizzo: str
    impronta_contenuto: str


@dataclass(frozen=True)
class Pagina:
    """Il corpo del documento e il suo indice."""

    capitoli: tuple[Capitolo, ...]
    indice: tuple[VoceIndice, ...]


def impagina(piano: Piano, colophon: Colophon | None = None) -> Pagina:
    capitoli = tuple(_numerati(chain(_capitoli(piano), _verifica(piano, colophon))))
    return Pagina(capitoli, tuple(_voci_indice(capitoli)))


# ---- capitoli ---------------------------------------------------------------------------------------------------


def _capitoli(piano: Piano) -> Iterator[Capitolo]:
    """I capitoli che hanno qualcosa da dire."""
    for nome in Nome:
        if blocchi := _blocchi(nome, piano):
            yield Capitolo(str(nome.label), f"capitolo-{nome.value}", tuple(blocchi))
        if nome == Nome.MONITORAGGIO and piano.variazioni:
            yield Capitolo("Le variazioni", "variazioni", tuple(variazioni.variazioni(piano)))
        if nome in ORIZZONTALI:
            intestazione, ancora, componi = ORIZZONTALI[nome]
            if larghi := componi(piano):
                yield Capitolo(intestazione, ancora, tuple(larghi), larga=True)


def _verifica(piano: Piano, colophon: Colophon | None) -> Iterator[Capitolo]:
    if colophon is None:
        return
    d = piano.documento
    voci = [
        ("Versione", str(d.versione)),
        ("Approvata con", d.variazione or d.approvazione),
        ("Codice di verifica", colophon.codice),
        ("Dove si verifica", colophon.indirizzo),
        ("Impronta del contenuto (SHA-256)", " ".join(wrap(colophon.impronta_contenuto, 8))),
    ]
    blocchi = (*paragrafi(SPIEGA_VERIFICA), *attributi("Gli estremi di questa versione", voci))
    yield Capitolo("Come si verifica questo documento", "verifica", blocchi)


def _numerati(capitoli: Iterator[Capitolo]) -> Iterator[Capitolo]:
    for numero, capitolo in enumerate(capitoli, start=1):
        yield Capitolo(f"{numero}. {capitolo.titolo}", capitolo.ancora, capitolo.blocchi, capitolo.larga)


def _blocchi(nome: str, piano: Piano) -> list[Blocco]:
    """I testi del capitolo nel loro ordine; ciò che si compone da sé segue il testo che lo introduce."""
    testi = [testo for testo in piano.testi if testo.capitolo == nome]
    chiavi = {testo.chiave for testo in testi}
    blocchi: list[Blocco] = []
    for testo in testi:
        blocchi += _parte(testo)
        blocchi += [b for dopo, componi in COMPOSTI[nome] if dopo == testo.chiave for b in componi(piano)]
    return blocchi + [b for dopo, componi in COMPOSTI[nome] if dopo not in chiavi for b in componi(piano)]


def _parte(testo: Testo) -> list[Blocco]:
    return [titolo(testo.titolo, f"parte-{testo.chiave}"), prosa(testo.html)]


# ---- indice -----------------------------------------------------------------------------------------------------


def _voci_indice(capitoli: Sequence[Capitolo]) -> Iterator[VoceIndice]:
    schede = sum(1 for capitolo in capitoli for blocco in capitolo.blocchi if blocco.nome == "scheda")
    for capitolo in capitoli:
        yield VoceIndice(1, capitolo.titolo, capitolo.ancora)
        for blocco in capitolo.blocchi:
            if blocco.nome == "titolo":
                yield VoceIndice(2, blocco.dato.testo, blocco.dato.ancora)
            if blocco.nome == "scheda" and schede <= SCHEDE_IN_INDICE:
                yield VoceIndice(3, blocco.dato.titolo.testo, blocco.dato.titolo.ancora)


# ---- uscite -----------------------------------------------------------------------------------------------------


def html_pdf(piano: Piano, colophon: Colophon | None = None) -> str:
    """La pagina intera da convertire in PDF; lo stemma, se c'è, si chiama `nome_stemma`."""
    pagina = impagina(piano, colophon)
    contesto_pagina = {
        "documento": _documento(piano),
        "copertina": _copertina(piano, colophon),
        "indice": pagina.indice,
        "capitoli": pagina.capitoli,
    }
    return render_to_string("pdf/piano/documento.html", contesto_pagina)


def pagina_anteprima(piano: Piano) -> tuple[SafeString, tuple[VoceIndice, ...]]:
    """Il corpo da mostrare dentro una pagina del programma (titoli scesi di un livello) e il suo indice."""
    pagina = impagina(piano)
    corpo = render_to_string("pdf/piano/_corpo.html", {"capitoli": pagina.capitoli})
    return mark_safe(fai_scorrere(abbassa_titoli(corpo))), pagina.indice  # è l'HTML dei nostri modelli


def abbassa_titoli(html: str) -> str:
    """Ogni titolo scende di un livello: la pagina ha già il suo `h1`."""
    return re.sub(r"(</?h)([1-5])\b", lambda trovato: f"{trovato[1]}{int(trovato[2]) + 1}", html)


def fai_scorrere(html: str) -> str:
    """Su uno schermo stretto tabelle e figure scorrono per conto loro, anche con la tastiera."""
    apri = '<div class="tabella-scorre" role="group" aria-label="Tabella" tabindex="0"><table'
    html = html.replace("<table", apri).replace("</table>", "</table></div>")
    return html.replace("<figure>", '<figure tabindex="0">')


def impronta_documento(piano: Piano) -> str:
    """SHA-256 di ciò da cui nasce il PDF: contenuto e aspetto. Se non cambia, il PDF già prodotto vale ancora."""
    return sha256(in_json(piano) + f"impaginazione {IMPAGINAZIONE}".encode()).hexdigest()


def allegati(piano: Piano) -> list[Allegato]:
    """I dati del documento che viaggiano nel PDF."""
    dati = [
        Allegato("piano.json", in_json(piano), "Il contenuto del Piano in formato JSON", "Source"),
        Allegato("obiettivi.csv", csv_obiettivi(piano), "Gli obiettivi, uno per riga"),
    ]
    if any(o.indicatori for o in piano.obiettivi):
        dati.append(Allegato("indicatori.csv", csv_indicatori(piano), "Gli indicatori, uno per riga"))
    return dati


def _documento(piano: Piano) -> Documento:
    d = piano.documento
    return Documento(
        titolo=d.nome,
        ente=piano.ente.denominazione,
        descrizione=f"Obiettivi, indicatori e valori attesi di {piano.ente.denominazione} per il {d.triennio}.",
        parole_chiave=("performance", "obiettivi", "indicatori", "PIAO", piano.ente.denominazione),
        bozza=d.bozza,
    )


def _copertina(piano: Piano, colophon: Colophon | None = None) -> Copertina:
    d, e = piano.documento, piano.ente
    occhiello = OCCHIELLI.get(Impostazione(d.impostazione), "") if d.impostazione else ""
    righe = [
        f"Approvato con {d.approvazione}" if d.approvazione else "",
        f"Variato da ultimo con {d.variazione}" if d.variazione else "",
        _allegato(d.allegato_a),
        f"Periodo: {d.periodo}" if d.periodo else "",
        "Obiettivi provvisori, in attesa del bilancio" if d.provvisorio else "",
        "L'anno è presunto: il documento di origine non lo scrive" if d.anno_presunto else "",
        f"Versione {d.versione} · Codice di verifica {colophon.codice}" if colophon else "",
    ]
    return Copertina(
        ente=e.denominazione,
        titolo=d.titolo,
        sottotitolo=_anni(piano),
        sotto_ente=f"Provincia di {e.provincia}" if e.provincia and e.tipo != "Provincia" else e.provincia,
        stemma=f"risorsa:{nome_stemma(piano)}" if e.stemma else "",
        occhiello=occhiello,
        righe=[strip_tags(riga) for riga in righe if riga],
    )


def _allegato(a_che_cosa: str) -> str:
    """«Allegato a: …», senza ripetere la parola se chi scrive l'ha già messa."""
    return a_che_cosa if not a_che_cosa or a_che_cosa.lower().startswith("allegato") else f"Allegato a: {a_che_cosa}"


def _anni(piano: Piano) -> str:
    """«Triennio 2026-2028»; niente se il titolo lo dice già."""
    d = piano.documento
    if d.triennio in d.titolo:
        return ""
    return d.triennio if len(d.anni) == 1 else f"Triennio {d.triennio}"


def nome_stemma(piano: Piano) -> str:
    """Il nome con cui il documento chiama lo stemma: l'estensione ne dice il tipo."""
    return f"{STEMMA}{PurePath(piano.ente.stemma).suffix}"
