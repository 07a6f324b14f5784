from decimal import Decimal as D

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from obiettivi.azioni.ciclo import aggiorna_ciclo, apri_ciclo
from obiettivi.azioni.indicatore import elimina_indicatore, salva_indicatore
from obiettivi.azioni.linee import LineaUsata, aggiorna_linea, crea_linea, elimina_linea, sposta_linea
from obiettivi.azioni.obiettivo import (
    HaDiscendenti,
    aggiorna_obiettivo,
    crea_obiettivo,
    duplica_obiettivo,
    elimina_obiettivo,
)
from obiettivi.azioni.righe import Righe
from obiettivi.models import Indicatore, LineaMandato, Obiettivo, ObiettivoUnita
from piao.base.concorrenza import ModificatoDaAltri
from piao.base.models import Evento
from tests.fabbriche import (
    CicloFactory,
    ClassificazioneFactory,
    EnteFactory,
    FaseFactory,
    IndicatoreFactory,
    LineaMandatoFactory,
    ObiettivoFactory,
    RisorsaFactory,
    TargetFactory,
    UnitaFactory,
    ValoreStoricoFactory,
    completa,
    utente_con,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ciclo():
    return CicloFactory()


@pytest.fixture
def segretario(ciclo):
    return utente_con("segretario", ciclo.ente)


def azioni():
    return [evento.azione for evento in Evento.objects.order_by("pk")]


def test_un_obiettivo_nasce_in_bozza_in_coda_agli_altri_con_la_sua_unita(ciclo, segretario):
    ObiettivoFactory(ciclo=ciclo, ordine=7)
    unita = UnitaFactory(ente=ciclo.ente)
    creato = crea_obiettivo(ciclo, utente=segretario, unita=unita, titolo="Uno", livello="operativo")
    assert (creato.stato, creato.ordine) == ("bozza", 8)
    assert [(riga.unita, riga.ruolo) for riga in creato.unita_collegate.all()] == [(unita, "capofila")]
    assert azioni() == ["crea l'obiettivo"]


def test_non_crea_chi_non_puo(ciclo):
    with pytest.raises(PermissionDenied):
        crea_obiettivo(ciclo, utente=utente_con("nucleo", ciclo.ente), titolo="Uno")
    assert not Obiettivo.objects.exists()


def test_modificare_fa_avanzare_la_versione_e_lascia_traccia(ciclo, segretario):
    obiettivo = ObiettivoFactory(ciclo=ciclo, titolo="Prima")
    aggiorna_obiettivo(obiettivo, utente=segretario, versione=1, titolo="Dopo", parte="Che cosa")
    salvato = Obiettivo.objects.get()
    assert (salvato.titolo, salvato.versione) == ("Dopo", 2)
    assert Evento.objects.get().nota == "Che cosa"
    assert salvato.history.count() == 2


def test_chi_salva_per_secondo_e_fermato_e_non_scrive_nulla(ciclo, segretario):
    obiettivo = ObiettivoFactory(ciclo=ciclo, titolo="Prima")
    riga = ObiettivoUnita(obiettivo=obiettivo, unita=UnitaFactory(ente=ciclo.ente))
    aggiorna_obiettivo(obiettivo, utente=segretario, versione=1, titolo="Mio")
    with pytest.raises(ModificatoDaAltri):
        aggiorna_obiettivo(obiettivo, utente=segretario, versione=1, titolo="Tuo", righe=Righe([riga]))
    assert Obiettivo.objects.get().titolo == "Mio"
    assert not ObiettivoUnita.objects.exists()


def test_non_si_modifica_un_obiettivo_validato_nel_frattempo(ciclo, segretario):
    obiettivo = ObiettivoFactory(ciclo=ciclo)
    Obiettivo.objects.update(stato="validato")
    with pytest.raises(PermissionDenied):
        aggiorna_obiettivo(obiettivo, utente=segretario, versione=1, titolo="Dopo")


def test_le_righe_si_tolgono_prima_di_aggiungerne(ciclo, segretario):
    unita = UnitaFactory(ente=ciclo.ente)
    obiettivo = ObiettivoFactory(ciclo=ciclo, unita=unita)
    vecchia = obiettivo.unita_collegate.get()
    nuova = ObiettivoUnita(obiettivo=obiettivo, unita=unita, ruolo="partecipante")
    aggiorna_obiettivo(obiettivo, utente=segretario, versione=1, righe=Righe([nuova], [vecchia]))
    assert obiettivo.unita_collegate.get().ruolo == "partecipante"


def test_la_copia_porta_con_se_tutte_le_righe(ciclo, segretario):
    obiettivo = completa(ObiettivoFactory(ciclo=ciclo, codice="O1", stato="validato", osservazioni="x"))
    FaseFactory(obiettivo=obiettivo)
    RisorsaFactory(obiettivo=obiettivo)
    ClassificazioneFactory(obiettivo=obiettivo)
    ValoreStoricoFactory(indicatore=obiettivo.indicatori.get())
    copia = duplica_obiettivo(obiettivo, utente=segretario)
    raccolte = ("unita_collegate", "assegnazioni", "classificazioni", "fasi", "risorse", "indicatori")
    assert {nome: getattr(copia, nome).count() for nome in raccolte} == dict.fromkeys(raccolte, 1)
    assert copia.indicatori.get().target.get().valore == 25
    assert copia.indicatori.get().valori_storici.count() == 1


def test_la_copia_e_una_bozza_e_l_originale_resta_com_era(ciclo, segretario):
    obiettivo = completa(ObiettivoFactory(ciclo=ciclo, codice="O1", titolo="Uno", stato="validato", osservazioni="x"))
    copia = duplica_obiettivo(obiettivo, utente=segretario)
    assert (copia.titolo, copia.codice, copia.stato, copia.osservazioni) == ("Uno (copia)", "", "bozza", "")
    originale = Obiettivo.objects.get(codice="O1")
    assert (originale.titolo, originale.indicatori.count()) == ("Uno", 1)


def test_il_titolo_della_copia_sta_nel_campo(ciclo, segretario):
    obiettivo = ObiettivoFactory(ciclo=ciclo, titolo="a" * 400)
    assert len(duplica_obiettivo(obiettivo, utente=segretario).titolo) == 400


def test_si_elimina_una_bozza_e_resta_la_riga_di_registro(ciclo, segretario):
    elimina_obiettivo(ObiettivoFactory(ciclo=ciclo), utente=segretario)
    assert not Obiettivo.objects.exists()
    assert azioni() == ["elimina l'obiettivo"]


def test_non_si_elimina_chi_ha_obiettivi_che_ne_discendono(ciclo, segretario):
    padre = ObiettivoFactory(ciclo=ciclo, livello="strategico")
    ObiettivoFactory(ciclo=ciclo, padre=padre)
    with pytest.raises(HaDiscendenti):
        elimina_obiettivo(padre, utente=segretario)
    assert Obiettivo.objects.count() == 2


def test_non_si_elimina_un_obiettivo_proposto(ciclo, segretario):
    with pytest.raises(PermissionDenied):
        elimina_obiettivo(ObiettivoFactory(ciclo=ciclo, stato="proposto"), utente=segretario)


def target(**campi):
    vuoto = {"operatore": "", "valore": None, "valore_massimo": None, "data": None, "testo_originale": ""}
    return vuoto | campi


def test_un_indicatore_nuovo_va_in_coda_con_target_e_valori_passati(ciclo, segretario):
    obiettivo = ObiettivoFactory(ciclo=ciclo)
    IndicatoreFactory(obiettivo=obiettivo, ordine=3)
    nuovo = Indicatore(obiettivo=obiettivo, denominazione="Giorni medi")
    salva_indicatore(
        nuovo,
        utente=segretario,
        versione=1,
        target={2026: target(operatore="<=", valore=D(30)), 2027: None},
        storici={2024: D(45), 2025: None},
    )
    assert nuovo.ordine == 4
    assert [(riga.anno, riga.valore) for riga in nuovo.target.all()] == [(2026, 30)]
    assert [(riga.anno, riga.valore) for riga in nuovo.valori_storici.all()] == [(2024, 45)]


def test_svuotare_un_anno_toglie_il_target_e_il_valore(ciclo, segretario):
    riga = TargetFactory(indicatore__obiettivo__ciclo=ciclo)
    ValoreStoricoFactory(indicatore=riga.indicatore, anno=2024)
    salva_indicatore(riga.indicatore, utente=segretario, versione=1, target={riga.anno: None}, storici={2024: None})
    assert not riga.indicatore.target.exists()
    assert not riga.indicatore.valori_storici.exists()


def test_un_target_non_cambiato_non_lascia_storia(ciclo, segretario):
    riga = TargetFactory(indicatore__obiettivo__ciclo=ciclo)
    uguale = {riga.anno: target(operatore=riga.operatore, valore=riga.valore)}
    salva_indicatore(riga.indicatore, utente=segretario, versione=1, target=uguale, storici={})
    assert riga.history.count() == 1


def test_togliere_un_indicatore_si_vede_nel_registro(ciclo, segretario):
    indicatore = IndicatoreFactory(obiettivo__ciclo=ciclo, denominazione="Giorni")
    elimina_indicatore(indicatore, utente=segretario)
    assert not Indicatore.objects.exists()
    assert Evento.objects.get().nota == "toglie l'indicatore «Giorni»"


def test_il_segretario_apre_e_modifica_il_ciclo():
    ente = EnteFactory()
    segretario = utente_con("segretario", ente)
    ciclo = apri_ciclo(ente, utente=segretario, anno=2027)
    assert aggiorna_ciclo(ciclo, utente=segretario, versione=1, titolo="Piano").titolo == "Piano"
    assert azioni() == ["apre il ciclo", "modifica il ciclo"]


def test_altri_non_aprono_ne_modificano_il_ciclo(ciclo):
    dipendente = utente_con("dipendente", ciclo.ente)
    with pytest.raises(PermissionDenied):
        apri_ciclo(ciclo.ente, utente=dipendente, anno=2030)
    with pytest.raises(PermissionDenied):
        aggiorna_ciclo(ciclo, utente=dipendente, versione=None, titolo="Mio")


def test_una_linea_nuova_va_in_fondo(ciclo, segretario):
    LineaMandatoFactory(ente=ciclo.ente, ordine=4)
    linea = crea_linea(ciclo.ente, utente=segretario, titolo="Nuova")
    assert linea.ordine == 5
    assert aggiorna_linea(linea, utente=segretario, titolo="Altra").titolo == "Altra"


@pytest.mark.parametrize(
    ("di", "quale", "atteso"),
    [(1, 0, "BAC"), (-1, 1, "BAC"), (-1, 0, "ABC"), (1, 2, "ABC"), (1, 1, "ACB")],
)
def test_una_linea_si_sposta_di_un_posto_e_non_esce_dall_elenco(di, quale, atteso, ciclo, segretario):
    linee = [LineaMandatoFactory(ente=ciclo.ente, titolo=nome, ordine=9) for nome in "ABC"]
    sposta_linea(linee[quale], utente=segretario, di=di)
    assert "".join(linea.titolo for linea in ciclo.ente.linee_mandato.all()) == atteso


def test_spostare_una_linea_riscrive_soltanto_quelle_che_cambiano_posto(ciclo, segretario):
    linee = [LineaMandatoFactory(ente=ciclo.ente, ordine=posto) for posto in range(3)]
    with CaptureQueriesContext(connection) as lette:
        sposta_linea(linee[0], utente=segretario, di=1)
    scritte = [
        una for una in lette.captured_queries if una["sql"].startswith(f'UPDATE "{LineaMandato._meta.db_table}"')
    ]
    assert len(scritte) == 2


def test_una_linea_usata_non_si_elimina(ciclo, segretario):
    linea = LineaMandatoFactory(ente=ciclo.ente)
    obiettivo = ObiettivoFactory(ciclo=ciclo, linea_mandato=linea)
    with pytest.raises(LineaUsata, match="1 obiettivi"):
        elimina_linea(linea, utente=segretario)
    obiettivo.delete()
    elimina_linea(linea, utente=segretario)
    assert not LineaMandato.objects.exists()
