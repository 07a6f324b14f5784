"""Il documento intero: i capitoli in ordine, la copertina, l'indice, gli allegati."""

from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import chain
from pathlib import PurePath

from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from obiettivi.voci import Impostazione
from piao.base.pdf import Allegato
from piao.base.pdf.pezzi import Copertina, Documento, VoceIndice
from relazioni.contenuto.dati import csv_indicatori, csv_obiettivi, in_json
from relazioni.contenuto.tipi import Composto, Piano
from relazioni.stampa import contesto, obiettivi, quadri, variazioni
from relazioni.stampa.blocchi import Blocco, Capitolo
from relazioni.stampa.telaio import (
    IMPAGINAZIONE,
    Colophon,
    Pagina,
    anteprima_di,
    blocchi_del_capitolo,
    capitolo_verifica,
    html_di,
    pagina_di,
)
from relazioni.voci import Capitolo as Nome

STEMMA = "stemma"

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


def impagina(piano: Piano, colophon: Colophon | None = None) -> Pagina:
    return pagina_di(chain(_capitoli(piano), _verifica(piano, colophon)))


# ---- capitoli ---------------------------------------------------------------------------------------------------


def _capitoli(piano: Piano) -> Iterator[Capitolo]:
    """I capitoli che hanno qualcosa da dire."""
    for nome in Nome:
        if blocchi := blocchi_del_capitolo(nome, piano, COMPOSTI[nome]):
            yield Capitolo(str(nome.label), f"capitolo-{nome.value}", tuple(blocchi))
        if nome == Nome.MONITORAGGIO and piano.variazioni:
            yield Capitolo("Le variazioni", "variazioni", tuple(variazioni.variazioni(piano)))
        if nome in ORIZZONTALI:
            intestazione, ancora, componi = ORIZZONTALI[nome]
            if larghi := componi(piano):
                yield Capitolo(intestazione, ancora, tuple(larghi), larga=True)


def _verifica(piano: Piano, colophon: Colophon | None) -> Iterator[Capitolo]:
    if colophon is not None:
        d = piano.documento
        yield capitolo_verifica(
            {"Versione": str(d.versione), "Approvata con": d.variazione or d.approvazione}, colophon
        )


# ---- uscite -----------------------------------------------------------------------------------------------------


def html_pdf(piano: Piano, colophon: Colophon | None = None) -> str:
    """La pagina intera da convertire in PDF; lo stemma, se c'è, si chiama `nome_stemma`."""
    return html_di(impagina(piano, colophon), _documento(piano), _copertina(piano, colophon))


def pagina_anteprima(piano: Piano) -> tuple[SafeString, tuple[VoceIndice, ...]]:
    """Il corpo da mostrare dentro una pagina del programma e il suo indice."""
    return anteprima_di(impagina(piano))


def impronta_documento(documento: Composto) -> str:
    """SHA-256 di ciò da cui nasce il PDF: contenuto e aspetto. Se non cambia, il PDF già prodotto vale ancora."""
    return sha256(in_json(documento) + f"impaginazione {IMPAGINAZIONE}".encode()).hexdigest()


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


def nome_stemma(documento: Composto) -> str:
    """Il nome con cui il documento chiama lo stemma: l'estensione ne dice il tipo."""
    return f"{STEMMA}{PurePath(documento.ente.stemma).suffix}"
