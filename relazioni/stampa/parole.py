"""Come si dicono i dati del Piano: pesi, periodi, chi risponde."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from obiettivi.voci import Ambito, ScalaPeso, Tema
from piao.base.grafici import Fase
from piao.base.numeri import data_breve, numero
from relazioni.contenuto.tipi import DatiFase, DatiIndicatore, DatiObiettivo, DatiTarget

UNITA_DI_PESO = {
    ScalaPeso.PERCENTUALE: "{}%",
    ScalaPeso.PUNTI: "{} punti",
    ScalaPeso.MILLESIMI: "{} millesimi",
    ScalaPeso.COEFFICIENTE: "coefficiente {}",
}


def elenco(parole: Iterable[str], unione: str = "; ") -> str:
    return unione.join(dict.fromkeys(parola for parola in parole if parola))


def maiuscola(testo: str) -> str:
    return testo[:1].upper() + testo[1:]


def peso(valore: Decimal | None, scala: str) -> str:
    """«20%», «12,5 punti»; vuoto se non c'è."""
    if valore is None:
        return ""
    return UNITA_DI_PESO.get(ScalaPeso(scala), "{}").format(numero(valore)) if scala else numero(valore)


def peso_di(o: DatiObiettivo) -> str:
    return "prerequisito, senza peso" if o.prerequisito else peso(o.peso, o.scala_peso)


def periodo(dal: date | None, al: date | None) -> str:
    if dal and al:
        return f"dal {data_breve(dal)} al {data_breve(al)}"
    if al:
        return f"entro il {data_breve(al)}"
    return f"dal {data_breve(dal)}" if dal else ""


def chi_risponde(o: DatiObiettivo) -> str:
    return elenco([*_unita(o, "capofila"), *_assegnatari(o, "responsabile")])


def chi_contribuisce(o: DatiObiettivo) -> str:
    return elenco([*_unita(o, "partecipante"), *_assegnatari(o, "partecipante"), o.contributori.strip()])


def unita_di(o: DatiObiettivo) -> str:
    """Le unità, oppure «tutte le unità» per gli obiettivi comuni."""
    if o.tipologia.startswith("comune"):
        return "tutte le unità"
    return elenco(unita.denominazione for unita in o.unita)


def assegnato_a(o: DatiObiettivo) -> str:
    return elenco(maiuscola(a.nome) for a in o.assegnatari)


def partecipano(o: DatiObiettivo) -> str:
    return elenco(_unita(o, "partecipante"))


def _unita(o: DatiObiettivo, ruolo: str) -> list[str]:
    if o.tipologia.startswith("comune"):
        return ["tutte le unità"] if ruolo == "capofila" else []
    return [unita.denominazione for unita in o.unita if unita.ruolo == ruolo]


def _assegnatari(o: DatiObiettivo, ruolo: str) -> list[str]:
    return [
        f"{a.nome} ({numero(a.quota)}%)" if a.quota not in (None, Decimal(100)) else a.nome
        for a in o.assegnatari
        if a.ruolo == ruolo
    ]


def temi(o: DatiObiettivo) -> str:
    return elenco([*(Tema(t).label for t in o.temi), *(f"{Tema(t).label} (proposto)" for t in o.temi_proposti)])


def ambiti(o: DatiObiettivo) -> str:
    lettere = [Ambito(a).label for a in o.ambiti] + [f"{Ambito(a).label} (proposto)" for a in o.ambiti_proposti]
    return elenco(lettere)


def partenza(i: DatiIndicatore) -> str:
    """«30 giorni (2025)», «indicatore nuovo»; vuoto se il documento non lo dice."""
    if i.partenza is None:
        return "indicatore nuovo" if i.nuovo else ""
    valore = numero_di(i, i.partenza)
    return f"{valore} ({i.partenza_anno})" if i.partenza_anno else valore


def storico(i: DatiIndicatore) -> str:
    """«2024: 33; 2025: 30», oppure perché non c'è una storia."""
    if i.nuovo and not i.storico:
        return elenco(["indicatore nuovo", i.nota_nuovo], ": ")
    return elenco(f"{anno.anno}: {numero_di(i, anno.valore)}" for anno in i.storico)


def numero_di(i: DatiIndicatore, valore: Decimal) -> str:
    decimali = max(i.decimali, -int(valore.normalize().as_tuple().exponent))
    testo = numero(valore, decimali)
    return f"{testo}%" if i.unita_misura == "%" else testo


def formula(i: DatiIndicatore) -> str:
    if i.formula:
        return i.formula
    return f"{i.numeratore} / {i.denominatore}" if i.numeratore and i.denominatore else i.numeratore


def traguardo(i: DatiIndicatore, anno: int) -> str:
    trovato: DatiTarget | None = next((target for target in i.target if target.anno == anno), None)
    return trovato.testo if trovato else ""


def fase(dato: DatiFase) -> Fase:
    """La fase con ciò che ci si aspetta alla fine."""
    nome = elenco([dato.titolo, dato.risultato_atteso], ": ") + (f" (peso {numero(dato.peso)})" if dato.peso else "")
    return Fase(nome, [(int(mese[:4]), int(mese[5:])) for mese in dato.mesi])
