"""La Relazione intera: i capitoli in ordine, la copertina, gli allegati."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from django.utils.safestring import SafeString

from piao.base.numeri import data_estesa
from piao.base.pdf import Allegato
from piao.base.pdf.pezzi import Copertina, Documento, VoceIndice
from relazioni.contenuto.dati import in_json
from relazioni.contenuto.relazione.dati import csv_indicatori, csv_individuale, csv_risultati
from relazioni.contenuto.relazione.tipi import Relazione
from relazioni.stampa import contesto
from relazioni.stampa.blocchi import Capitolo
from relazioni.stampa.documento import nome_stemma
from relazioni.stampa.relazione import fatti, individuale, risultati, sintesi
from relazioni.stampa.relazione.fatti import Componi
from relazioni.stampa.telaio import (
    Colophon,
    Pagina,
    anteprima_di,
    blocchi_del_capitolo,
    capitolo_verifica,
    html_di,
    pagina_di,
)
from relazioni.voci import CapitoloRelazione as Nome

# Che cosa si compone da sé in ogni capitolo: dopo quale testo (None = in fondo) e come.
COMPOSTI: dict[str, tuple[tuple[str | None, Componi], ...]] = {
    Nome.SINTESI: (("presentazione", sintesi.sintesi), (None, sintesi.non_riusciti)),
    Nome.CONTESTO: ((None, contesto.popolazione), (None, contesto.personale)),
    Nome.RISORSE: ((None, fatti.risorse),),
    Nome.RISULTATI: ((None, risultati.dell_ente),),
    Nome.SCOSTAMENTI: ((None, risultati.scostamenti),),
    Nome.VARIAZIONI: ((None, fatti.variazioni),),
    Nome.PAGAMENTI: ((None, fatti.pagamenti),),
    Nome.TRASPARENZA: ((None, fatti.trasparenza),),
    Nome.UTENTI: (("utenti", fatti.utenti),),
    Nome.FORMAZIONE: ((None, fatti.formazione),),
    Nome.GENERE: ((None, fatti.genere),),
    Nome.VALUTAZIONE: ((None, individuale.valutazione),),
    Nome.PROCESSO: (("processo", fatti.processo),),
    Nome.SCHEDE: ((None, risultati.schede),),
}


def impagina(r: Relazione, colophon: Colophon | None = None) -> Pagina:
    return pagina_di(chain(_capitoli(r), _verifica(r, colophon)))


def _capitoli(r: Relazione) -> Iterator[Capitolo]:
    """I capitoli che hanno qualcosa da dire; dopo i risultati, il quadro di tutti gli obiettivi in pagina larga."""
    for nome in Nome:
        if blocchi := blocchi_del_capitolo(nome, r, COMPOSTI[nome]):
            yield Capitolo(str(nome.label), f"capitolo-{nome.value}", tuple(blocchi))
        if nome == Nome.RISULTATI and (quadro := risultati.obiettivi(r)):
            yield Capitolo("Il quadro degli obiettivi", "quadro-obiettivi", tuple(quadro), larga=True)


def _verifica(r: Relazione, colophon: Colophon | None) -> Iterator[Capitolo]:
    if colophon is not None:
        voci = {"Versione": str(r.documento.versione), "Approvata con": r.documento.approvazione}
        yield capitolo_verifica(voci, colophon)


# ---- uscite ------------------------------------------------------------------------------------------------------


def html_relazione(r: Relazione, colophon: Colophon | None = None) -> str:
    """La pagina intera da convertire in PDF."""
    pagina = impagina(r, colophon)
    return html_di(replace(pagina, indice=tuple(_indice(pagina.capitoli))), _documento(r), _copertina(r, colophon))


def _indice(capitoli: Sequence[Capitolo]) -> Iterator[VoceIndice]:
    """I capitoli e, dove sono più d'una, le loro parti; i singoli obiettivi sono nei segnalibri del PDF."""
    for capitolo in capitoli:
        yield VoceIndice(1, capitolo.titolo, capitolo.ancora)
        parti = [blocco.dato for blocco in capitolo.blocchi if blocco.nome == "titolo"]
        if len(parti) > 1:
            yield from (VoceIndice(2, parte.testo, parte.ancora) for parte in parti)


def anteprima_relazione(r: Relazione) -> tuple[SafeString, tuple[VoceIndice, ...]]:
    return anteprima_di(impagina(r))


def allegati_relazione(r: Relazione) -> list[Allegato]:
    """I dati del documento che viaggiano nel PDF."""
    return [
        Allegato("relazione.json", in_json(r), "Il contenuto della Relazione in formato JSON", "Source"),
        Allegato("risultati.csv", csv_risultati(r), "Gli obiettivi con il loro grado, uno per riga"),
        Allegato("indicatori.csv", csv_indicatori(r), "Gli indicatori, promesso e ottenuto, uno per riga"),
        Allegato("valutazioni.csv", csv_individuale(r), "Le valutazioni e i premi, soltanto in gruppi"),
    ]


def _documento(r: Relazione) -> Documento:
    return Documento(
        titolo=r.documento.nome,
        ente=r.ente.denominazione,
        descrizione=f"I risultati degli obiettivi di {r.ente.denominazione} per il {r.documento.anno}.",
        parole_chiave=("performance", "risultati", "relazione", r.ente.denominazione),
        bozza=r.documento.bozza,
    )


def _copertina(r: Relazione, colophon: Colophon | None) -> Copertina:
    d, e = r.documento, r.ente
    righe = [
        f"Approvata con {d.approvazione}" if d.approvazione else "",
        "Unificata al rendiconto della gestione" if d.unificata else "",
        f"Risultati al {data_estesa(d.al)}" if d.al else "",
        f"Versione {d.versione} · Codice di verifica {colophon.codice}" if colophon else "",
    ]
    return Copertina(
        ente=e.denominazione,
        titolo="Relazione sulla performance",
        sottotitolo=str(d.anno),
        sotto_ente=f"Provincia di {e.provincia}" if e.provincia and e.tipo != "Provincia" else e.provincia,
        stemma=f"risorsa:{nome_stemma(r)}" if e.stemma else "",
        occhiello="Il resoconto di ciò che il Piano prometteva",
        righe=[riga for riga in righe if riga],
    )
