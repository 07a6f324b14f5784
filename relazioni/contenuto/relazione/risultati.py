"""I risultati accanto alle promesse: il monitoraggio dice quanto, il Piano approvato dice che cosa."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count

from obiettivi.letture.risultati import Aggregato, Risultati, RisultatoIndicatore, RisultatoObiettivo
from obiettivi.models import Evidenza
from relazioni.contenuto.relazione.specchio import Promesso
from relazioni.contenuto.relazione.tipi import RENDICONTATO, RITIRATO, Esitato, FaseSvolta, Grado, Rendicontato
from relazioni.contenuto.tipi import DatiIndicatore

CENTESIMO = Decimal("0.01")
SENZA_GRADO = "Nessuna rilevazione dell'anno lo riguarda."


def arrotondato(valore: Decimal | None) -> Decimal | None:
    """Due decimali, qui e in ogni uscita: lo stesso numero è uno solo."""
    return None if valore is None else valore.quantize(CENTESIMO, ROUND_HALF_UP)


def grado_di(aggregato: Aggregato) -> Grado:
    return Grado(
        aggregato.nome,
        aggregato.regola,
        arrotondato(aggregato.grado),
        aggregato.totale,
        aggregato.misurati,
        aggregato.problema,
    )


def evidenze_per_indicatore(risultati: Risultati) -> dict[int, int]:
    """Quanti file provano il valore di ciascun indicatore, nella sessione di riferimento. Una lettura."""
    file = Evidenza.objects.filter(rilevazione__sessione=risultati.sessione).order_by()
    conti = file.values_list("rilevazione__indicatore").annotate(quanti=Count("pk"))
    return dict(conti.values_list("rilevazione__indicatore", "quanti"))


def rendicontato(
    uno: Promesso, risultato: RisultatoObiettivo | None, *, anno: int, evidenze: Mapping[int, int]
) -> Rendicontato:
    """Un obiettivo con la sua promessa; chi non è stato misurato dice perché."""
    if uno.ritirato or risultato is None:
        return _senza_risultato(uno, anno)
    misurati = {str(i.identificativo): i for i in risultato.indicatori}
    return Rendicontato(
        promessa=uno.promessa,
        con_atto=uno.con_atto,
        capofila=uno.capofila,
        grado=arrotondato(risultato.grado),
        calcolato=arrotondato(risultato.calcolato),
        forzato=risultato.forzato.motivo if risultato.forzato else "",
        neutralizzato=_perche_neutro(risultato),
        problema=risultato.problema if risultato.grado is None else "",
        indicatori=tuple(_esitato(i, misurati.get(i.identificativo), anno, evidenze) for i in uno.promessa.indicatori),
        fasi=tuple(FaseSvolta(f.titolo, f.percentuale, f.inizio, f.fine) for f in risultato.fasi),
    )


def _senza_risultato(uno: Promesso, anno: int) -> Rendicontato:
    return Rendicontato(
        promessa=uno.promessa,
        stato=RITIRATO if uno.ritirato else RENDICONTATO,
        con_atto=uno.con_atto,
        capofila=uno.capofila,
        problema="" if uno.ritirato else SENZA_GRADO,
        indicatori=tuple(_esitato(i, None, anno, {}) for i in uno.promessa.indicatori),
        fasi=tuple(FaseSvolta(f.titolo) for f in uno.promessa.fasi),
    )


def _perche_neutro(risultato: RisultatoObiettivo) -> str:
    n = risultato.neutralizzato
    return f"{n.motivo.strip()} ({n.atto}; {n.politica_in_parole})" if n else ""


def _esitato(i: DatiIndicatore, letto: RisultatoIndicatore | None, anno: int, evidenze: Mapping[int, int]) -> Esitato:
    target = next((uno for uno in i.target if uno.anno == anno), None)
    promesso = Esitato(
        identificativo=i.identificativo,
        denominazione=i.denominazione,
        atteso=target.testo if target else "",
        atteso_valore=target.valore if target else None,
        unita_misura=i.unita_misura,
        fonte=i.fonte,
        tipo_fonte=i.tipo_fonte,
    )
    return promesso if letto is None else _misurato(promesso, letto, evidenze.get(letto.pk, 0))


def _misurato(promesso: Esitato, letto: RisultatoIndicatore, evidenze: int) -> Esitato:
    base = {nome: getattr(promesso, nome) for nome in PROMESSI}
    return Esitato(
        **base,
        risultato=_con_unita(letto, promesso.unita_misura),
        valore=letto.valore,
        grado=arrotondato(letto.grado),
        scostamento=arrotondato(letto.scostamento),
        da_spiegare=letto.da_spiegare,
        causa=letto.causa,
        causa_in_parole=letto.causa_in_parole,
        spiegazione=letto.spiegazione,
        correttivo=letto.correttivo,
        fonte=letto.fonte or promesso.fonte,
        rilevato_il=letto.rilevato_il,
        evidenze=evidenze,
        non_applicabile=letto.motivo_non_applicabile,
        problema=letto.problema,
    )


PROMESSI = ("identificativo", "denominazione", "atteso", "atteso_valore", "unita_misura", "tipo_fonte")


def _con_unita(letto: RisultatoIndicatore, unita: str) -> str:
    """«81,5%», «25 giorni»: l'unità solo dopo un numero, se chi ha scritto il valore non l'ha già detta."""
    if letto.valore is None or not unita or letto.risultato.endswith(unita):
        return letto.risultato
    return f"{letto.risultato}{unita}" if unita == "%" else f"{letto.risultato} {unita}"
