"""La struttura del Piano: che forma ha, quali temi e ambiti copre, come discende dalla strategia, se è selettivo."""

import re
from collections.abc import Iterator

from obiettivi.controlli.duplicati import gruppi_uguali
from obiettivi.controlli.fascicolo import Fascicolo, Obiettivo
from obiettivi.controlli.responsabili import GUIDANO, obiettivi_di
from obiettivi.controlli.segnali import (
    AVVISO,
    ERRORE,
    INFO,
    del_ciclo,
    del_piano,
    dell_incarico,
    dell_obiettivo,
    in_breve,
    parte,
)
from obiettivi.voci import Ambito as AmbitoArt8
from obiettivi.voci import Tema
from piao.base.controlli import Ambito, NonValutabile, Segnale, regola

Trovati = Iterator[Segnale | NonValutabile]
SENZA_OBIETTIVI = "Il Piano non ha ancora obiettivi."
OBBLIGATORI = (Tema.SEMPLIFICAZIONE, Tema.DIGITALIZZAZIONE, Tema.ACCESSIBILITA, Tema.PARI_OPPORTUNITA)
GENERICO = re.compile(
    r"corrett\w+ e legittim\w+ esercizio|mantenimento degli standard|\b(supporto|coordinamento|miglioramento)\b", re.I
)
REGIME = "regime-semplificato"


@regola(
    "P09",
    "Anche fino a cinquanta dipendenti c'è un Piano, e si dice perché",
    norma="DM 132/2022, art. 6; D.Lgs. 150/2009, art. 10; DPR 81/2022, art. 1 c. 3",
    gravita=ERRORE,
    certa=False,
)
def forma_del_piano(f: Fascicolo) -> Trovati:
    """L'ente ha al più cinquanta dipendenti e non è scelta l'impostazione. Con cinquanta esatti avvisa; negli altri
    casi ricorda di spiegare la scelta."""
    if not f.vige("piano_tipo"):
        return
    if f.ente.oltre is None:
        yield NonValutabile("Non è scritto quanti sono i dipendenti.")
    elif not f.ente.oltre:
        yield from _piccolo(f)


def _piccolo(f: Fascicolo) -> Trovati:
    if not f.ciclo.impostazione:
        rimedio = "Scegli fra sottosezione 2.2 volontaria e Piano autonomo."
        yield del_ciclo(f, ERRORE, "Non è scelto dove stanno gli obiettivi.", rimedio, "impostazione")
    if f.ente.a_parita:
        frase = "I dipendenti sono esattamente cinquanta e le norme non concordano: qui vale la forma semplificata."
        yield del_ciclo(f, AVVISO, frase, "Scrivi nel Piano quale norma l'ente segue.")
    spiegato = any(testo.chiave == REGIME and testo.html.strip() for testo in f.testi or ())
    frase = "L'ente ha la forma semplificata: definisce gli obiettivi per scelta e " + (
        "ne spiega il perché." if spiegato else "non ne spiega ancora il perché."
    )
    yield del_piano(INFO, frase, "" if spiegato else f"Scrivi la parte «{REGIME.replace('-', ' ')}».")


@regola(
    "P10",
    "I quattro temi obbligatori hanno un obiettivo che si misura",
    norma="DM 132/2022, art. 3 c. 1 lett. b",
    gravita=ERRORE,
    certa=False,
)
def temi_obbligatori(f: Fascicolo) -> Trovati:
    """Nessun obiettivo con almeno un indicatore riguarda semplificazione, digitalizzazione, accessibilità, o pari
    opportunità. Fino a cinquanta dipendenti (o se non si sa quanti sono) è un avviso."""
    if not f.vige("piano_tipo"):
        return
    if not f.obiettivi:
        yield NonValutabile(SENZA_OBIETTIVI)
        return
    coperti = {tema for o in f.obiettivi if o.indicatori for tema in o.temi}
    nominati = {tema for o in f.obiettivi for tema in o.temi}
    for tema in OBBLIGATORI:
        if tema not in coperti:
            come = "ha un obiettivo, ma senza indicatori" if tema in nominati else "non ha obiettivi"
            frase = f"Il tema «{tema.label}» {come}."
            rimedio = "Dagli un obiettivo con almeno un indicatore, oppure assegna il tema a uno che già lo tratta."
            collegamento = f.verso("obiettivi:elenco", f.ciclo.anno)
            oggetto = parte(f"tema-{tema}", tema.label)
            yield del_piano(ERRORE if f.ente.oltre else AVVISO, frase, rimedio, collegamento, oggetto)


@regola(
    "P11",
    "Gli ambiti della performance organizzativa sono coperti",
    norma="D.Lgs. 150/2009, art. 8 c. 1",
    gravita=AVVISO,
)
def ambiti_coperti(f: Fascicolo) -> Trovati:
    """Meno di otto ambiti (informa), meno di quattro (avvisa), nessun obiettivo sulla soddisfazione dei destinatari
    (avvisa)."""
    if not f.obiettivi:
        yield NonValutabile(SENZA_OBIETTIVI)
        return
    coperti = {ambito for o in f.obiettivi for ambito in o.ambiti}
    mancano = [ambito for ambito in AmbitoArt8 if ambito not in coperti]
    elenco, rimedio = f.verso("obiettivi:elenco", f.ciclo.anno), "Indica a quale ambito concorre ogni obiettivo."
    if not coperti:
        yield del_piano(AVVISO, "Nessun obiettivo dice a quale ambito dell'art. 8 concorre.", rimedio, elenco)
    elif mancano:
        lettere = "; ".join(ambito.label for ambito in mancano)
        gravita = AVVISO if len(coperti) < f.numero("ambiti_minimo") else INFO
        quanti = "un ambito" if len(coperti) == 1 else f"{len(coperti)} ambiti"
        yield del_piano(gravita, f"Il Piano copre {quanti} su otto. Mancano: {lettere}.", rimedio, elenco)
    if coperti and AmbitoArt8.C not in coperti:
        frase = "Nessun obiettivo misura la soddisfazione dei destinatari."
        yield del_piano(
            AVVISO, frase, "Prevedi una rilevazione fra gli utenti.", elenco, parte("ambito-c", "Ambito c")
        )


@regola(
    "P12",
    "Ogni obiettivo discende dalla strategia",
    norma="D.Lgs. 150/2009, art. 5 c. 2 lett. a; TUEL, art. 170",
    gravita=ERRORE,
    ambito=Ambito.OBIETTIVO,
    certa=False,
)
def collegamento_strategico(f: Fascicolo) -> Trovati:
    """Un operativo non discende da uno strategico o da una linea di mandato, o il filo non arriva al DUP; una linea di
    mandato è finita prima dell'anno. Avvisa se uno strategico non ha obiettivi che lo attuano, o se il mandato finisce
    nell'anno."""
    for o in f.operativi:
        yield from _discende(f, o)
    for o in f.obiettivi:
        linea = o.linea or (o.padre.linea if o.padre else None)
        if linea and linea.al is not None and linea.al < f.ciclo.anno:
            frase = f"«{{o}}» discende da una linea di mandato finita nel {linea.al}: «{in_breve(linea.nome)}»."
            yield dell_obiettivo(f, o, ERRORE, frase, "Collegalo a una linea in corso.", "collegamenti")
    if not f.parziale:
        yield from _strategici_senza_seguito(f)
        yield from _mandato(f)


def _discende(f: Fascicolo, o: Obiettivo) -> Trovati:
    if o.padre is None and o.linea is None:
        rimedio = "Scegli da quale strategico o linea di mandato discende."
        yield dell_obiettivo(
            f,
            o,
            ERRORE,
            "«{o}» non discende né da uno strategico né da una linea di mandato.",
            rimedio,
            "collegamenti",
            "id_padre",
        )
    elif not (o.nel_dup or o.linea or (o.padre and (o.padre.nel_dup or o.padre.linea))):
        frase = "«{o}» discende da uno strategico che non dice dove sta nel DUP."
        rimedio = "Scrivi il riferimento nel DUP, la missione o la linea di mandato."
        yield dell_obiettivo(f, o, ERRORE, frase, rimedio, "collegamenti", "id_riferimento_dup")


def _strategici_senza_seguito(f: Fascicolo) -> Trovati:
    attuati = {o.padre.pk for o in f.obiettivi if o.padre}
    for o in f.strategici:
        if o.pk not in attuati:
            frase = "«{o}» è strategico ma nessun obiettivo operativo lo attua."
            yield dell_obiettivo(f, o, AVVISO, frase, "Collegagli gli operativi che lo attuano.", "collegamenti")


def _mandato(f: Fascicolo) -> Trovati:
    fine, anno = f.ente.mandato_al, f.ciclo.anno
    pagina = f.verso("enti:modifica_ente")
    oggetto = parte("mandato", "Mandato amministrativo")
    if fine is not None and fine < anno:
        frase = f"Il mandato amministrativo è finito nel {fine}: il Piano {anno} discende da un programma scaduto."
        yield del_piano(ERRORE, frase, "Aggiorna mandato e linee.", pagina, oggetto)
    elif fine == anno:
        frase = f"Il mandato amministrativo finisce nel {anno}, il primo anno del Piano."
        yield del_piano(AVVISO, frase, "Dopo il voto rivedi gli obiettivi con le linee nuove.", pagina, oggetto)


@regola(
    "P18",
    "Gli obiettivi non sono generici, lunghissimi o copiati",
    norma="D.Lgs. 150/2009, art. 5 c. 2 lett. b",
    gravita=AVVISO,
    ambito=Ambito.OBIETTIVO,
    certa=False,
)
def testo_generico(f: Fascicolo) -> Trovati:
    """Il titolo usa una formula generica e nessun indicatore ha un target numerico; supera i duecento caratteri; lo
    stesso testo è in almeno tre unità e non è trasversale."""
    for o in f.obiettivi:
        trovata = GENERICO.search(f"{o.titolo} {o.descrizione}")
        if trovata and not _misurabile(o, f.ciclo.anno):
            frase = f"«{{o}}» dice «{trovata[0].lower()}» e non si misura: così vale per qualunque ufficio."
            yield dell_obiettivo(f, o, AVVISO, frase, "Di' che cosa cambia, e di quanto.", "che-cosa", "id_titolo")
        if len(o.titolo) > f.numero("titolo_lunghezza"):
            frase = f"Il titolo di «{{o}}» ha {len(o.titolo)} caratteri."
            rimedio = "Lascia nel titolo il risultato e porta il resto nella descrizione."
            yield dell_obiettivo(f, o, AVVISO, frase, rimedio, "che-cosa", "id_titolo")
    if not f.parziale:
        yield from _copie(f)


def _misurabile(o: Obiettivo, anno: int) -> bool:
    target = [i.nel(anno) for i in o.indicatori]
    return any(t and (t.numerico or t.giorno) for t in target)


def _copie(f: Fascicolo) -> Trovati:
    for gruppo in gruppi_uguali(f.obiettivi):
        if len(gruppo.unita) >= f.numero("copie_unita") and not any(o.trasversale for o in gruppo.obiettivi):
            primo = gruppo.obiettivi[0]
            frase = f"«{in_breve(primo.titolo)}» è scritto uguale in {len(gruppo.unita)} unità."
            rimedio = "Fanne un solo obiettivo trasversale, misurato una volta."
            collegamento = f.verso("obiettivi:scheda", f.ciclo.anno, primo.pk)
            yield del_piano(AVVISO, frase, rimedio, collegamento, parte(f"copie-{primo.pk}", primo.nome))


@regola(
    "P31",
    "Si sa a chi è rivolto e chi contribuisce",
    norma="DM 132/2022, Piano-tipo 2.2",
    gravita=AVVISO,
    ambito=Ambito.OBIETTIVO,
    certa=False,
)
def destinatari(f: Fascicolo) -> Trovati:
    """Manca a chi è rivolto; un trasversale ha meno di due unità o contributori."""
    for o in f.obiettivi if f.vige("piano_tipo") else ():
        if not o.stakeholder.strip():
            rimedio = "Scrivi chi ne avrà beneficio."
            yield dell_obiettivo(f, o, AVVISO, "«{o}» non dice a chi è rivolto.", rimedio, "perche", "id_stakeholder")
        if o.tipologia == "trasversale" and _quanti_contribuiscono(o) < 2:
            frase = "«{o}» è trasversale ma vi contribuisce una sola unità."
            yield dell_obiettivo(f, o, AVVISO, frase, "Aggiungi le altre unità.", "chi", "righe-unita")


def _quanti_contribuiscono(o: Obiettivo) -> int:
    scritti = [nome for nome in re.split(r"[,;\n]| e ", o.contributori) if nome.strip()]
    return len(o.unita) + len(scritti)


@regola("P35", "Gli obiettivi sono pochi", norma="Linee guida PIAO 2025", gravita=INFO)
def selettivita(f: Fascicolo) -> Trovati:
    """Un responsabile ha più di otto o meno di due obiettivi operativi; l'ente ha più di quindici strategici."""
    minimo, massimo = f.numero("obiettivi_minimo"), f.numero("obiettivi_massimo")
    for incarico in f.in_vigore if f.operativi else ():
        suoi = [o for o in obiettivi_di(f, incarico) if o.operativo]
        if incarico.tipo not in GUIDANO or not suoi or minimo <= len(suoi) <= massimo:
            continue
        quanti = "un solo obiettivo operativo" if len(suoi) == 1 else f"{len(suoi)} obiettivi operativi"
        rimedio = "Meglio pochi obiettivi che contano." if len(suoi) > massimo else "Valuta se bastano a valutarlo."
        collegamento = f.verso("obiettivi:pesi", f.ciclo.anno)
        yield dell_incarico(f, incarico, INFO, f"«{{i}}» ha {quanti}.", rimedio, collegamento)
    if len(f.strategici) > f.numero("strategici_massimo"):
        frase = f"Il Piano ha {len(f.strategici)} obiettivi strategici."
        collegamento = f.verso("obiettivi:elenco", f.ciclo.anno)
        yield del_piano(INFO, frase, "Scegli quelli che l'amministrazione vuole davvero seguire.", collegamento)


REGOLE = (
    forma_del_piano,
    temi_obbligatori,
    ambiti_coperti,
    collegamento_strategico,
    testo_generico,
    destinatari,
    selettivita,
)
