"""I testi: numeri, anni, citazioni, nomi; e il documento che ne esce."""

from collections.abc import Callable, Iterable, Iterator

from enti.voci import TipoIncarico
from obiettivi.controlli.citazioni import (
    Segnalazione,
    anni_sbagliati,
    citazioni,
    conti_che_non_tornano,
    dati_personali,
    leggi,
)
from obiettivi.controlli.fascicolo import Fascicolo, Nota, Obiettivo, Testo
from obiettivi.controlli.segnali import (
    AVVISO,
    BLOCCO,
    ERRORE,
    INFO,
    codice_obiettivo,
    del_testo,
    in_breve,
    manca,
    scheda,
)
from piao.base.brani import brano, sole_parole
from piao.base.controlli import Ambito, NonValutabile, Segnale, regola

Trovati = Iterator[Segnale | NonValutabile]
NOMINABILI = frozenset(TipoIncarico.values) - {TipoIncarico.UFFICIO_PERSONALE}
NOTE_P36 = frozenset({"percentuale_incoerente", "totale", "totale_incoerente"})
NOTE_P37 = frozenset({"anno_incoerente", "data_incoerente", "periodo_incoerente"})
NOTE_P38 = frozenset({"riferimento_normativo_errato", "norma_superata", "unita_errata", "segnaposto_vuoto"})
NOTE_P39 = frozenset({"dato_personale"})
GRAVITA_NOTA = {"errore": ERRORE, "avviso": AVVISO}
SENZA_TESTI = "I testi del documento non sono stati letti in questo controllo."
CAMPI = {
    "titolo": "che-cosa",
    "descrizione": "che-cosa",
    "finalita": "perche",
    "bisogno": "perche",
    "stakeholder": "perche",
    "miglioramento_atteso": "perche",
    "contributori": "chi",
}


@regola(
    "P36",
    "I numeri scritti tornano",
    norma="D.Lgs. 150/2009, art. 10 c. 1",
    gravita=ERRORE,
    ambito=Ambito.TESTO,
)
def numeri_scritti(f: Fascicolo) -> Trovati:
    """In un testo una percentuale differisce di oltre mezzo punto da quella calcolata, o nel documento di origine un
    totale non torna. Le tabelle composte dal programma tornano sempre."""
    scarto = f.numero("scarto_percentuale")
    yield from _nei_testi(f, lambda testo: conti_che_non_tornano(testo, scarto=scarto), "Correggi il numero.")
    yield from _dalle_note(f, f.note, NOTE_P36, "Usa la tabella composta dal programma.")


@regola(
    "P37",
    "Gli anni scritti sono quelli del Piano",
    norma="D.Lgs. 150/2009, art. 10 c. 1",
    gravita=ERRORE,
    ambito=Ambito.TESTO,
)
def anni_scritti(f: Fascicolo) -> Trovati:
    """Accanto a «Piano», «organigramma» o «anno» c'è un anno che non è fra il precedente e i due seguenti."""
    rimedio = "Scrivi l'anno con la variabile: cambierà da solo."
    yield from _nei_testi(f, lambda testo: anni_sbagliati(testo, anno=f.ciclo.anno), rimedio)
    triennio = f"{f.ciclo.anno}-{f.ciclo.anno_fine_letto}"  # di questo dice già P03
    note = [nota for nota in f.note if nota.letto != triennio]
    yield from _dalle_note(f, note, NOTE_P37, "Controlla che nel documento nuovo la data sia giusta.")


@regola(
    "P38",
    "Le norme citate sono in vigore e nulla è rimasto da compilare",
    norma="TUEL, art. 169 c. 3-bis; DPR 81/2022; D.Lgs. 150/2009",
    gravita=ERRORE,
    ambito=Ambito.TESTO,
)
def norme_citate(f: Fascicolo) -> Trovati:
    """Un testo cita una norma sbagliata o superata il giorno del Piano, o ha un segnaposto non compilato."""
    yield from _nei_testi(f, lambda testo: citazioni(testo, il=f.il), "Correggi il testo.")
    yield from _dalle_note(f, f.note, NOTE_P38, "Controlla che nel documento nuovo sia giusto.")


@regola(
    "P39",
    "Nessun dato personale nel documento pubblico",
    norma="Regolamento UE 2016/679, art. 5; Garante, provv. 204/2025 e 398/2023",
    gravita=BLOCCO,
    ambito=Ambito.TESTO,
)
def dati_personali_nei_testi(f: Fascicolo) -> Trovati:
    """Un testo contiene un codice fiscale (blocco) o il nome di una persona dell'ente che non ha responsabilità
    (errore: si riconosce dal nome, e un nome può ingannare)."""
    nomi = nomi_da_tacere(f)
    yield from _nei_testi(f, lambda testo: dati_personali(testo, nomi=nomi), "Togli il dato: basta il ruolo.")
    yield from _dalle_note(f, f.note, NOTE_P39, "Nel documento nuovo indica il ruolo.")


@regola(
    "P41",
    "Il documento è accessibile e si può conservare",
    norma="L. 4/2004; linee guida AgID sull'accessibilità e sui documenti informatici",
    gravita=ERRORE,
)
def documento_accessibile(f: Fascicolo) -> Trovati:
    """All'ultimo PDF prodotto mancano i tag, la lingua, il titolo, i segnalibri o la dichiarazione PDF/UA o PDF/A."""
    if f.documento is None or not f.documento.prodotto:
        yield NonValutabile("Il documento non è ancora stato prodotto.")
    elif f.documento.mancanze:
        frase = f"All'ultimo PDF prodotto {manca(f.documento.mancanze)}."
        testo = Testo("documento", "Il documento", "", f.documento.collegamento)
        yield del_testo(testo, ERRORE, frase, "Produci di nuovo il documento con il programma.")


def nomi_da_tacere(f: Fascicolo) -> frozenset[tuple[str, str]]:
    """(cognome, nome) di chi lavora nell'ente e non ha né ha avuto un incarico che lo renda pubblico."""
    esposti = {incarico.persona for incarico in f.incarichi if incarico.tipo in NOMINABILI}
    return frozenset((persona.cognome, persona.nome) for persona in f.persone if persona.pk not in esposti)


def segnalazioni_in(f: Fascicolo, parole: str) -> list[Segnalazione]:
    """Tutto ciò che il lettore trova in un testo del Piano, con le posizioni: serve a chi lo sta scrivendo."""
    scarto = f.numero("scarto_percentuale")
    return leggi(parole, il=f.il, anno=f.ciclo.anno, scarto=scarto, nomi=nomi_da_tacere(f))


def _nei_testi(f: Fascicolo, cerca: Callable[[str], list[Segnalazione]], rimedio: str) -> Trovati:
    """Cerca nelle parti discorsive e nei campi degli obiettivi."""
    if f.testi is None:
        yield NonValutabile(SENZA_TESTI)
    for testo in f.testi or ():
        gruppi = _raccolte(cerca(brano(testo.html).testo))
        yield from (_segnale(testo, gruppo, rimedio) for gruppo in gruppi)
    for o in f.obiettivi:
        for campo in CAMPI:
            gruppi = _raccolte(cerca(getattr(o, campo)))
            yield from (_segnale(_campo(f, o, campo), gruppo, rimedio) for gruppo in gruppi)


def _campo(f: Fascicolo, o: Obiettivo, campo: str) -> Testo:
    dove = scheda(f, o, CAMPI[campo], f"id_{campo}")
    return Testo(f"{o.pk}-{campo}", o.nome, getattr(o, campo), dove, "campo", codice_obiettivo(o.pk))


def _raccolte(segnalazioni: Iterable[Segnalazione]) -> list[list[Segnalazione]]:
    """Le stesse parole ripetute nello stesso testo sono un rilievo solo."""
    gruppi: dict[tuple[str, str], list[Segnalazione]] = {}
    for segnalazione in segnalazioni:
        gruppi.setdefault((segnalazione.voce, segnalazione.parole.casefold()), []).append(segnalazione)
    return list(gruppi.values())


def _segnale(testo: Testo, gruppo: list[Segnalazione], rimedio: str) -> Segnale:
    primo, volte = gruppo[0], len(gruppo)
    ripetuto = f" ({volte} volte)" if volte > 1 else ""
    frase = f"In «{in_breve(testo.nome, 60)}» si legge «{primo.parole.strip()}»{ripetuto}. {primo.motivo}"
    proposta = f"Scrivi «{primo.proposta}»." if primo.proposta else rimedio
    return del_testo(testo, primo.gravita, frase, proposta)


def _dalle_note(f: Fascicolo, note: Iterable[Nota], tipi: frozenset[str], rimedio: str) -> Trovati:
    for nota in note:
        if nota.tipo in tipi:
            gravita = GRAVITA_NOTA.get(nota.gravita, INFO)
            pagina = f.verso("obiettivi:ciclo", f.ciclo.anno)
            yield Segnale(gravita, nota.riferimento, _frase_nota(nota), rimedio, pagina)


def _frase_nota(nota: Nota) -> str:
    riga = f", riga {nota.riga}" if nota.riga else ""
    letto = f" si legge «{sole_parole(nota.letto)}»:" if nota.letto else ":"
    atteso = f" Atteso: {nota.atteso}." if nota.atteso else ""
    return f"Nel documento di origine{riga}{letto} {nota.descrizione}.{atteso}".replace("..", ".")


REGOLE = (
    numeri_scritti,
    anni_scritti,
    norme_citate,
    dati_personali_nei_testi,
    documento_accessibile,
)
