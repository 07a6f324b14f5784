"""Le persone: chi valuta, chi risponde, chi è stato sentito, chi ha ricevuto i suoi obiettivi."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from enti.voci import GUIDANO_UNITA, TipoIncarico
from obiettivi.controlli.fascicolo import Fascicolo, Incarico, Obiettivo, Schede, Unita
from obiettivi.controlli.responsabili import GUIDANO, VALUTATI, di_tutti, obiettivi_di, per_funzione, responsabile_di
from obiettivi.controlli.segnali import (
    AVVISO,
    BLOCCO,
    ERRORE,
    del_piano,
    dell_incarico,
    dell_obiettivo,
    dell_unita,
    parte,
)
from piao.base.controlli import Ambito, NonValutabile, Segnale, regola
from piao.base.numeri import data_estesa

Trovati = Iterator[Segnale | NonValutabile]
INCOMPATIBILI = frozenset(
    {
        TipoIncarico.RPCT,
        TipoIncarico.SINDACO,
        TipoIncarico.ASSESSORE,
        TipoIncarico.AMMINISTRATORE_RESPONSABILE,
    }
)
TROPPO_TARDI = (4, 30)  # mese e giorno: oltre, l'assegnazione tardiva è un errore
SCHEDE_ASSENTI = "Le schede di valutazione non ci sono ancora: la data di consegna sta lì."


@regola(
    "P08",
    "L'organismo di valutazione è nominato e indipendente",
    norma="D.Lgs. 150/2009, artt. 14 e 16; TUEL, art. 147",
    gravita=ERRORE,
    certa=False,
)
def organismo_indipendente(f: Fascicolo) -> Trovati:
    """Il giorno del Piano nessuno risulta in carica; un componente è RPCT o amministratore, o il solo componente è il
    Segretario. Avvisa se un componente è dipendente dell'ente."""
    membri = [i for i in f.in_vigore if i.tipo == TipoIncarico.NUCLEO]
    dichiarato = _letto_dalla_nota(f.ente.organismo_nota)
    pagina = f.verso("enti:modifica_ente") + "#id_organismo"
    if dichiarato:
        nota = f.ente.organismo_nota.rstrip(". ")
        frase = f"L'organismo di valutazione, per com'è composto («{nota}»), non è indipendente: {dichiarato}."
        yield del_piano(ERRORE, frase, "Chi valuta non può essere chi propone o approva gli obiettivi.", pagina)
    elif not membri and not _in_carica(f):
        frase = f"Il {data_estesa(f.data)} non risulta in carica nessun componente: {f.ente.organismo}."
        yield del_piano(ERRORE, frase, "Registra la nomina, con le date.", f.verso("enti:persone"))
    for membro in membri:
        yield from _indipendenza(f, membro, solo=len({m.persona for m in membri}) == 1)


def _letto_dalla_nota(nota: str) -> str:
    """Ciò che la composizione scritta a parole rivela; vuoto se non rivela nulla. Chi nomina non è chi compone."""
    composto = re.sub(r"\b(nominat|designat|scelt|individuat|decret)\w*\b[^.;]*", "", nota, flags=re.I)
    if re.search(r"\b(giunta|sindac\w+|assessor\w+)\b", composto, re.I):
        return "chi approva il Piano lo valuta"
    return "chi propone gli obiettivi li valuta" if re.search(r"\bsegretari\w+\b", composto, re.I) else ""


def _in_carica(f: Fascicolo) -> bool:
    dal, al = f.ente.organismo_dal, f.ente.organismo_al
    return dal is not None and dal <= f.data and (al is None or f.data <= al)


def _indipendenza(f: Fascicolo, membro: Incarico, *, solo: bool) -> Trovati:
    altri = {i.tipo for i in f.in_vigore if i.persona == membro.persona and i.pk != membro.pk}
    if altri & INCOMPATIBILI:
        ruoli = ", ".join(sorted(str(TipoIncarico(tipo).label) for tipo in altri & INCOMPATIBILI))
        frase = f"Un componente dell'organismo di valutazione ha anche un incarico incompatibile ({ruoli})."
        yield dell_incarico(f, membro, ERRORE, frase, "Chiudi uno dei due incarichi.")
    elif TipoIncarico.SEGRETARIO in altri:
        come = "Il solo componente" if solo else "Un componente"
        frase = f"{come} dell'organismo di valutazione è il Segretario dell'ente."
        rimedio = "Chi propone gli obiettivi non dovrebbe valutarli."
        yield dell_incarico(f, membro, ERRORE if solo else AVVISO, frase, rimedio)
    elif membro.persona in f.dipendenti:
        frase = "Un componente dell'organismo di valutazione è dipendente dell'ente."
        yield dell_incarico(f, membro, AVVISO, frase, "L'organismo deve essere indipendente.")


@regola(
    "P22",
    "Ogni obiettivo ha un responsabile con un incarico valido",
    norma="TUEL, artt. 107 e 109; D.Lgs. 150/2009, art. 10 c. 1 lett. a",
    gravita=BLOCCO,
    ambito=Ambito.OBIETTIVO,
    certa=False,
)
def responsabile_valido(f: Fascicolo) -> Trovati:
    """Un operativo non ha un responsabile, o il suo incarico non è in vigore all'inizio (né il giorno del Piano, se
    viene dopo); avvisa se scade prima della fine. Un responsabile indicato per funzione basta."""
    for o in f.operativi:
        incarichi = responsabile_di(f, o)
        giorno = _giorno(f, o)
        validi = [i for i in incarichi if i.vale(giorno)]
        if not incarichi and not per_funzione(o):
            rimedio = "Assegnalo, o registra chi guida l'unità."
            yield dell_obiettivo(f, o, BLOCCO, "«{o}» non ha un responsabile.", rimedio, "chi", "righe-assegnazioni")
        elif incarichi and not validi and not per_funzione(o):
            frase = f"Nessun responsabile di «{{o}}» ha un incarico in vigore il {data_estesa(giorno)}."
            yield dell_obiettivo(f, o, BLOCCO, frase, "Registra l'incarico valido.", "chi", "righe-assegnazioni")
        elif validi:
            yield from _scade_prima(f, o, validi, incarichi)


def _giorno(f: Fascicolo, o: Obiettivo) -> date:
    """Quando l'incarico deve esserci: all'inizio o, se il Piano arriva dopo, quel giorno. I decreti di gennaio
    valgono."""
    inizio = o.inizio or f.data
    return max(inizio, min(f.data, o.fine or f.data))


def _scade_prima(f: Fascicolo, o: Obiettivo, validi: list[Incarico], tutti: tuple[Incarico, ...]) -> Trovati:
    if o.fine is None or any(i.vale(o.fine) for i in tutti):
        return
    ultimo = max((i.al for i in validi if i.al), default=None)
    frase = f"L'incarico di chi risponde di «{{o}}» scade il {data_estesa(ultimo)}, prima della fine."
    yield dell_obiettivo(f, o, AVVISO, frase, "Prevedi il rinnovo, o chi gli succede.", "chi", "righe-assegnazioni")


@regola(
    "P23",
    "Ogni responsabile e ogni unità hanno obiettivi",
    norma="D.Lgs. 150/2009, artt. 9 e 10; CCNL Funzioni locali 16.11.2022, art. 18",
    gravita=BLOCCO,
    certa=False,
)
def copertura(f: Fascicolo) -> Trovati:
    """Il Piano non ha obiettivi operativi; un dirigente, un incaricato o il Segretario in carica non ne ha. Errore per
    un'unità senza obiettivi; avviso per un'unità senza responsabile."""
    if not f.operativi:
        pagina = f.verso("obiettivi:nuovo", f.ciclo.anno)
        yield del_piano(
            BLOCCO, "Il Piano non ha nessun obiettivo operativo.", "Scrivi gli obiettivi dell'anno.", pagina
        )
        return
    for incarico in f.in_vigore:
        if incarico.tipo in VALUTATI and not obiettivi_di(f, incarico):
            pagina = f.verso("obiettivi:nuovo", f.ciclo.anno)
            frase = "«{i}» non ha obiettivi: non potrà essere valutato."
            yield dell_incarico(f, incarico, BLOCCO, frase, "Assegnagli almeno un obiettivo.", pagina)
    for unita in _foglie(f):
        if not _con_obiettivi(f, unita):
            pagina = f.verso("obiettivi:nuovo", f.ciclo.anno)
            yield dell_unita(f, unita, ERRORE, "«{u}» non ha obiettivi.", "Danne almeno uno.", pagina)
    for unita in _senza_guida(f):
        pagina = f.verso("enti:unita", unita.pk)
        yield dell_unita(
            f, unita, AVVISO, "«{u}» non ha un responsabile.", "Registra l'incarico di chi la guida.", pagina
        )


def _foglie(f: Fascicolo) -> Iterator[Unita]:
    padri = {unita.padre for unita in f.unita}
    return (unita for unita in f.unita if unita.pk not in padri)


def _con_obiettivi(f: Fascicolo, unita: Unita) -> bool:
    catena = set(f.antenate(unita.pk))
    return any(di_tutti(o) or any(legame.unita in catena for legame in o.unita) for o in f.obiettivi)


def _senza_guida(f: Fascicolo) -> Iterator[Unita]:
    """Le unità più in alto di un ramo in cui nessuno, né sopra né sotto, è responsabile."""
    guidate = {i.unita for i in f.in_vigore if i.tipo in GUIDANO_UNITA and i.unita}
    toccate = {antenata for pk in guidate for antenata in f.antenate(pk)}
    for unita in f.unita:
        sopra = f.antenate(unita.pk)
        if unita.pk not in toccate and not guidate & set(sopra) and (unita.padre is None or unita.padre in toccate):
            yield unita


@regola(
    "P33",
    "Gli obiettivi sono assegnati entro febbraio",
    norma="Lettera del Ministro per la PA 24.1.2024",
    gravita=ERRORE,
    certa=False,
)
def assegnati_entro_febbraio(f: Fascicolo) -> Trovati:
    """Gli obiettivi individuali sono consegnati dopo febbraio (avviso) o dopo il 30 aprile (errore): si vede dalle
    schede. Avvisa se la tempistica scritta per il ciclo porta comunque oltre febbraio."""
    if f.schede is None:
        yield NonValutabile(SCHEDE_ASSENTI)
    else:
        yield from _assegnate_tardi(f, f.schede)
    for fase in f.fasi_ciclo:
        if "peg" in fase.evento.lower() and fase.giorni and _oltre_febbraio(f, fase.giorni):
            frase = f"La fase «{fase.nome}» chiude {fase.giorni} giorni dopo il PEG: oltre febbraio."
            pagina = f.verso("obiettivi:fasi_ciclo", f.ciclo.anno)
            oggetto = parte("assegnazione", "Assegnazione degli obiettivi")
            yield del_piano(
                AVVISO, frase, "Anticipa il termine: gli obiettivi si assegnano entro febbraio.", pagina, oggetto
            )


def _assegnate_tardi(f: Fascicolo, schede: Schede) -> Trovati:
    termine = f.giorno_se_vige("assegnazione_termine", f.ciclo.anno)
    tardi = schede.oltre(termine, oggi=f.oggi) if termine else 0
    if termine and tardi:
        gravi = schede.oltre(date(f.ciclo.anno, *TROPPO_TARDI), oggi=f.oggi)
        quante = "Una scheda di valutazione non è stata assegnata" if tardi == 1 else f"{tardi} schede non assegnate"
        frase = f"{quante} entro il {data_estesa(termine)}."
        rimedio = "Assegna quelle che mancano; delle altre resta scritta la data."
        pagina = f.verso("valutazione:schede", f.ciclo.anno)
        oggetto = parte("schede", "Assegnazione delle schede")
        yield del_piano(ERRORE if gravi else AVVISO, frase, rimedio, pagina, oggetto)


def _oltre_febbraio(f: Fascicolo, giorni: int) -> bool:
    """Anche se il PEG fosse approvato il 1° gennaio il termine cadrebbe dopo, in un anno in cui la regola vale."""
    termini = [f.giorno_se_vige("assegnazione_termine", anno) for anno in f.ciclo.anni]
    return any(termine and date(termine.year, 1, 1) + timedelta(days=giorni) > termine for termine in termini)


@regola(
    "P34",
    "I responsabili sono stati sentiti",
    norma="D.Lgs. 150/2009, art. 5 c. 1",
    gravita=AVVISO,
    certa=False,
)
def consultazione(f: Fascicolo) -> Trovati:
    """Di un responsabile in carica non risulta la consultazione prima dell'approvazione. La presa visione dei
    dipendenti si vedrà dalle schede."""
    sentiti = {c.incarico for c in f.consultazioni if c.proposto_il and c.proposto_il <= f.data}
    for incarico in f.in_vigore:
        if incarico.tipo in GUIDANO and incarico.pk not in sentiti:
            frase = "Non risulta la consultazione di «{i}» sui suoi obiettivi."
            rimedio = "Registra quando gli obiettivi gli sono stati proposti."
            yield dell_incarico(f, incarico, AVVISO, frase, rimedio, f.verso("obiettivi:ciclo", f.ciclo.anno))
    if f.schede is None:
        yield NonValutabile("Le schede di valutazione non ci sono ancora: la presa visione sta lì.")
    elif f.schede.non_lette:
        quante = (
            "Una scheda assegnata non risulta letta"
            if f.schede.non_lette == 1
            else (f"{f.schede.non_lette} schede assegnate non risultano lette")
        )
        rimedio = "Chiedi a chi l'ha ricevuta di confermare la lettura, o registrala se ha firmato su carta."
        pagina = f.verso("valutazione:schede", f.ciclo.anno)
        oggetto = parte("schede", "Assegnazione delle schede")
        yield del_piano(AVVISO, f"{quante} dalla persona.", rimedio, pagina, oggetto)


@regola("P44", "C'è il referente per l'accessibilità", norma="D.Lgs. 222/2023, art. 3", gravita=AVVISO)
def referente_accessibilita(f: Fascicolo) -> Trovati:
    """Oltre i cinquanta dipendenti nessuno ha l'incarico di referente per l'accessibilità."""
    if not f.vige("referente_accessibilita"):
        return
    if f.ente.oltre is None:
        yield NonValutabile("Non è scritto quanti sono i dipendenti.")
    elif f.ente.oltre and not any(i.tipo == TipoIncarico.REFERENTE_ACCESSIBILITA for i in f.in_vigore):
        frase = "L'ente ha più di cinquanta dipendenti e non ha un referente per l'accessibilità."
        yield del_piano(AVVISO, frase, "Registra l'incarico della persona scelta.", f.verso("enti:persone"))


REGOLE = (
    organismo_indipendente,
    responsabile_valido,
    copertura,
    assegnati_entro_febbraio,
    consultazione,
    referente_accessibilita,
)
