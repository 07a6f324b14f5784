"""Gli atti: quelli su cui il Piano poggia, quello che lo approva, la pubblicazione, le variazioni."""

from collections.abc import Iterator
from datetime import date, timedelta

from enti.voci import Organo, Parere49, TipoEnte
from obiettivi.controlli.fascicolo import Atto, Fascicolo, Variazione
from obiettivi.controlli.segnali import AVVISO, BLOCCO, ERRORE, INFO, del_ciclo, del_piano, in_breve, manca
from obiettivi.voci import StatoVariazione
from piao.base.controlli import NonValutabile, Riferimento, Segnale, regola
from piao.base.numeri import data_estesa

Trovati = Iterator[Segnale | NonValutabile]
SENZA_GIUNTA = frozenset({TipoEnte.PROVINCIA, TipoEnte.CITTA_METROPOLITANA})  # L. 56/2014: decide chi presiede
IN_GIUNTA = frozenset({StatoVariazione.PROPOSTA, StatoVariazione.APPROVATA})


@regola(
    "P04",
    "Il Piano è approvato dalla Giunta, con numero, data e pareri",
    norma="DM 132/2022, art. 11; TUEL, artt. 48 e 49",
    gravita=BLOCCO,
)
def atto_di_approvazione(f: Fascicolo) -> Trovati:
    """L'atto che approva non è della Giunta, o non ha numero o data; l'errore è del parere tecnico che manca. Finché
    il Piano non è approvato non si può dire."""
    atto = f.ciclo.approvazione
    if atto is None and not f.ciclo.concluso:
        yield NonValutabile("Il Piano non è ancora approvato: l'atto si registra all'approvazione.")
    elif atto is None:
        frase, rimedio = "Il Piano risulta approvato ma l'atto non c'è.", "Registra l'atto che lo approva."
        yield del_piano(BLOCCO, frase, rimedio, f.verso("obiettivi:ciclo", f.ciclo.anno))
    else:
        yield from _atto(f, atto)


def _atto(f: Fascicolo, atto: Atto) -> Trovati:
    organi = {Organo.GIUNTA} | ({Organo.SINDACO} if f.ente.tipo in SENZA_GIUNTA else set())
    pagina = f.verso("enti:modifica_atto", atto.pk)
    if atto.organo not in organi:
        yield del_piano(BLOCCO, f"L'atto «{atto.nome}» non è della Giunta.", "Il Piano lo approva la Giunta.", pagina)
    assenti = [parola for parola, c_e in (("il numero", atto.numero), ("la data", atto.data)) if not c_e]
    if assenti:
        frase = f"All'atto che approva il Piano {manca(assenti)}."
        yield del_piano(BLOCCO, frase, "Completa gli estremi dell'atto.", pagina)
    if not atto.parere_tecnico:
        frase = "Dell'atto che approva il Piano non risulta il parere di regolarità tecnica."
        yield del_piano(ERRORE, frase, "Riporta il parere nell'atto.", pagina)
    if Parere49.CONTRARIO in (atto.parere_tecnico, atto.parere_contabile):
        frase = "L'atto che approva il Piano ha un parere contrario."
        yield del_piano(AVVISO, frase, "La Giunta motivi nel testo perché se ne discosta.", pagina)


@regola(
    "P05",
    "Bilancio e DUP vengono prima del Piano",
    norma="DM 132/2022, art. 8 c. 1; TUEL, art. 169",
    gravita=ERRORE,
)
def bilancio_e_dup(f: Fascicolo) -> Trovati:
    """Il bilancio non risulta approvato e gli obiettivi non sono provvisori, o manca il DUP. Mentre il Piano si
    prepara è un avviso."""
    gravita = AVVISO if f.ciclo.in_preparazione else ERRORE
    if f.ciclo.bilancio_approvato_il is None and not f.ciclo.provvisorio:
        rimedio = "Scrivi quando il Consiglio l'ha approvato, oppure dichiara provvisori gli obiettivi."
        yield del_ciclo(
            f, gravita, "Il bilancio di previsione non risulta approvato.", rimedio, "bilancio_approvato_il"
        )
    if f.ciclo.dup is None:
        yield del_ciclo(
            f, gravita, "Il Piano non indica il DUP da cui discende.", "Indica l'atto del DUP.", "atto_dup"
        )


@regola(
    "P07",
    "Il sistema di valutazione è in vigore, aggiornato e con il parere",
    norma="D.Lgs. 150/2009, art. 7 c. 1",
    gravita=BLOCCO,
    certa=False,
)
def sistema_di_valutazione(f: Fascicolo) -> Trovati:
    """Nessun sistema di valutazione adottato entro il 1° gennaio dell'anno; errore se non è stato rivisto o confermato
    dall'inizio dell'anno precedente, o se non risulta il parere dell'organismo."""
    smvp, anno = f.ciclo.smvp, f.ciclo.anno
    if smvp is None or smvp.data is None:
        frase = "Al ciclo non è collegato un sistema di misurazione e valutazione con la sua data."
        yield del_ciclo(f, BLOCCO, frase, "Indica l'atto con cui l'ente l'ha adottato.", "atto_smvp")
        return
    if smvp.data > date(anno, 1, 1):
        frase = f"Il sistema di valutazione è del {data_estesa(smvp.data)}: non era in vigore il 1° gennaio {anno}."
        yield del_ciclo(f, BLOCCO, frase, "Indica quello che vale per tutto l'anno.", "atto_smvp")
    ultima = max(smvp.data, f.ciclo.smvp_confermato_il or smvp.data)
    if f.vige("smvp_anni") and ultima < date(anno - int(f.numero("smvp_anni")), 1, 1):
        frase = f"Il sistema di valutazione è fermo al {data_estesa(ultima)}: va riesaminato ogni anno."
        yield del_ciclo(f, ERRORE, frase, "Aggiornalo o confermalo, con il parere.", "smvp_confermato_il")
    if f.ciclo.parere_smvp is None:
        frase = f"Del sistema di valutazione non risulta il parere vincolante ({f.ente.organismo})."
        yield del_ciclo(f, ERRORE, frase, "Indica il verbale che lo contiene.", "atto_parere_smvp")


@regola(
    "P40",
    "Il Piano approvato è pubblicato",
    norma="D.Lgs. 150/2009, art. 10 c. 1; D.Lgs. 33/2013, art. 10 c. 8 lett. b; DL 80/2021, art. 6 c. 4",
    gravita=ERRORE,
)
def pubblicazione(f: Fascicolo) -> Trovati:
    """Dieci giorni dopo l'approvazione il Piano non risulta pubblicato; se è un PIAO completo, non risulta inviato al
    Portale; è pubblicato ma il documento definitivo, con dati aperti e impronta, non è stato prodotto."""
    approvato = f.ciclo.approvato_il
    if not f.vige("pubblicazione_giorni"):
        return
    if approvato is None:
        yield NonValutabile("Il Piano non è ancora approvato: si pubblica dopo.")
        return
    scaduto = f.oggi > approvato + timedelta(days=int(f.numero("pubblicazione_giorni")))
    if scaduto and f.ciclo.pubblicato_il is None:
        frase = f"Il Piano è approvato dal {data_estesa(approvato)} e non risulta pubblicato."
        pagina = f.verso("obiettivi:ciclo", f.ciclo.anno)
        yield del_piano(ERRORE, frase, "Pubblicalo in Amministrazione trasparente e segnalo nel percorso.", pagina)
    if scaduto and f.ente.oltre and f.ciclo.inviato_portale_il is None:
        frase = "Il Piano non risulta inviato al Portale PIAO."
        yield del_ciclo(f, ERRORE, frase, "Invialo e scrivi quando.", "inviato_portale_il")
    if f.ciclo.pubblicato_il and f.documento and not f.documento.definitivo:
        frase = "Il Piano è pubblicato, ma qui non c'è il documento definitivo con i dati aperti e l'impronta."
        yield del_piano(ERRORE, frase, "Produci il documento.", f.documento.collegamento)


@regola(
    "P42",
    "Ciò che è approvato cambia solo con una variazione",
    norma="D.Lgs. 150/2009, art. 6 c. 1",
    gravita=BLOCCO,
)
def variazioni_tracciate(f: Fascicolo) -> Trovati:
    """Una variazione è in Giunta o approvata senza motivo o senza atto; errore se manca il parere, o se cambia un
    target quando il risultato è già rilevato; avviso se l'atto è successivo al 30 novembre."""
    for variazione in f.variazioni:
        yield from _variazione(f, variazione)


def _variazione(f: Fascicolo, v: Variazione) -> Trovati:
    oggetto = Riferimento("variazione", str(v.pk), f"Variazione n. {v.numero}")
    chi = f"La variazione n. {v.numero} («{v.titolo}»)"
    if v.stato in IN_GIUNTA and not v.motivo.strip():
        yield del_piano(BLOCCO, f"{chi} non dice il motivo.", "Scrivi perché il Piano cambia.", oggetto=oggetto)
    for indicatore in v.a_risultato_noto:
        frase = f"{chi} cambia il target di «{in_breve(indicatore)}» a risultato già rilevato."
        yield del_piano(ERRORE, frase, "Spiega la causa: un target non si adatta al risultato.", oggetto=oggetto)
    if v.stato != StatoVariazione.APPROVATA:
        return
    if v.atto is None or v.atto.data is None:
        yield del_piano(BLOCCO, f"{chi} non ha un atto con la data.", "Indica l'atto della Giunta.", oggetto=oggetto)
    elif v.atto.data > f.giorno("variazioni_termine"):
        frase = f"{chi} è del {data_estesa(v.atto.data)}, dopo l'ultimo giorno utile."
        yield del_piano(AVVISO, frase, "Spiega nella Relazione perché così tardi.", oggetto=oggetto)
    if not v.con_parere:
        frase = f"{chi} è approvata senza il parere dell'organismo di valutazione."
        yield del_piano(ERRORE, frase, "Registra il parere.", oggetto=oggetto)


@regola(
    "P43",
    "Il fondo delle risorse decentrate è costituito",
    norma="CCNL Funzioni locali 23.2.2026, art. 8 c. 4",
    gravita=AVVISO,
)
def fondo_costituito(f: Fascicolo) -> Trovati:
    """Passato il 30 aprile il fondo dell'anno non risulta costituito."""
    termine = f.giorno_se_vige("fondo_termine", f.ciclo.anno)
    if termine is None or f.oggi <= termine:
        return
    if f.ciclo.fondo_costituito is None:
        yield NonValutabile("Il programma non sa ancora se il fondo dell'anno è costituito.")
    elif not f.ciclo.fondo_costituito:
        frase = f"Il {data_estesa(termine)} è passato e il fondo {f.ciclo.anno} non risulta costituito."
        pagina = f.verso("obiettivi:calendario", f.ciclo.anno)
        yield del_piano(AVVISO, frase, "Quando è costituito segnalo nel calendario, con l'atto.", pagina)


@regola(
    "P45",
    "Il PIAO è approvato tutto insieme",
    norma="DL 80/2021, art. 6; Corte dei conti Sicilia 48/2023/PAR",
    gravita=AVVISO,
)
def piao_unitario(f: Fascicolo) -> Trovati:
    """Oltre i cinquanta dipendenti il Piano è approvato con un atto diverso da quello del PIAO; negli altri enti, se
    il Piano non è dichiarato autonomo, informa."""
    piao, approvazione = f.ciclo.piao, f.ciclo.approvazione
    if piao is None or (approvazione and approvazione.pk == piao.pk):
        return
    if f.ente.oltre and approvazione:
        frase = f"Il Piano ({approvazione.nome}) e il PIAO ({piao.nome}) sono approvati con due atti."
        yield del_ciclo(f, AVVISO, frase, "Il PIAO si approva intero: un solo atto.", "atto_piao")
    elif f.ente.oltre is False and f.ciclo.impostazione != "C":
        frase = f"Il PIAO è già approvato ({piao.nome}) e il Piano ne resta fuori."
        yield del_ciclo(f, INFO, frase, "Dichiara il Piano autonomo (impostazione C).", "impostazione")


REGOLE = (
    atto_di_approvazione,
    bilancio_e_dup,
    sistema_di_valutazione,
    pubblicazione,
    variazioni_tracciate,
    fondo_costituito,
    piao_unitario,
)
