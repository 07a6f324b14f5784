"""Scrivere un valore: che cosa si può scrivere, chi può, due persone insieme, che cosa resta."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from obiettivi.azioni.rilevazioni import avanza_fase, rileva, togli_rilevazione
from obiettivi.forms.monitoraggio import AvanzamentoForm, RilevazioneForm
from obiettivi.letture.regole import Genere
from obiettivi.letture.rilevazioni import parte_con, quadro_di, rilevato_in_parole
from obiettivi.misura import NonCalcolabile
from obiettivi.misura.rilevati import valore_dal_rapporto
from obiettivi.models import Avanzamento, Consegna, Rilevazione
from obiettivi.voci import Operatore, StatoObiettivo, StatoSessione, Verso
from piao.base.concorrenza import ModificatoDaAltri
from piao.base.models import Evento
from tests.fabbriche import FaseFactory, ObiettivoFactory, TargetFactory, ValoreStoricoFactory, utente_con
from tests.obiettivi.scena_monitoraggio import (
    AvanzamentoFactory,
    D,
    RilevazioneFactory,
    SessioneFactory,
    chi,
    di_fine_anno,
    misurabile,
    scena,
    validato,
)

VUOTA = {"versione": "", "non_applicabile": "", "fonte": "", "nota": ""}
CAMPI = {"valore": D(42), "fonte": "Registro"}


def maschera(sessione, indicatore, **scritto):
    _, riga = parte_con(sessione, indicatori=indicatore.pk)
    return RilevazioneForm({f"r{indicatore.pk}-{nome}": v for nome, v in (VUOTA | scritto).items()}, riga=riga)


# ---- il rapporto -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sopra", "sotto", "unita", "decimali", "atteso"),
    [
        (1, 3, "%", 2, "33.33"),
        (2, 3, "%", 0, "67"),
        (1, 8, "", 2, "0.13"),
        (0, 5, "%", 1, "0.0"),
        (-1, 4, "giorni", 2, "-0.25"),
    ],
)
def test_il_valore_e_il_rapporto_arrotondato_ai_decimali(sopra, sotto, unita, decimali, atteso):
    assert str(valore_dal_rapporto(D(sopra), D(sotto), unita=unita, decimali=decimali)) == atteso


def test_con_denominatore_zero_non_c_e_un_rapporto():
    with pytest.raises(NonCalcolabile, match="non è applicabile"):
        valore_dal_rapporto(D(1), D(0), unita="%", decimali=0)


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 6))
def test_la_parte_di_un_tutto_sta_fra_zero_e_cento(parte, resto, decimali):
    assert 0 <= valore_dal_rapporto(D(parte), D(parte + resto), unita="%", decimali=decimali) <= 100


# ---- la maschera -------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("campi", "scritto", "attesi"),
    [
        ({}, {"valore": "1.234,5"}, {"valore": D("1234.5")}),
        ({}, {"valore": "0"}, {"valore": D(0)}),
        ({"verso": Verso.SI_NO}, {"esito": "False"}, {"esito": False}),
        ({"verso": Verso.ENTRO_DATA}, {"data": "2026-03-12"}, {"data": date(2026, 3, 12)}),
        ({"verso": Verso.ENTRO_DATA}, {"non_fatto": "on"}, {"esito": False, "data": None}),
        ({"numeratore": "fatti", "denominatore": "tutti", "unita_misura": "%"},
         {"numeratore": "1", "denominatore": "8"}, {"valore": D(13)}),
        ({}, {"non_applicabile": "on", "motivo_non_applicabile": "Servizio sospeso"}, {"valore": None}),
    ],
    ids=["numero", "zero", "no", "data", "non ancora", "rapporto", "non applicabile"],
)  # fmt: skip
def test_si_scrive_cio_che_l_indicatore_chiede(campi, scritto, attesi):
    sessione, _, primo = scena()
    indicatore = misurabile(primo.obiettivo, **campi)
    form = maschera(sessione, indicatore, **scritto)
    assert form.is_valid(), form.errors
    assert {nome: form.dati[nome] for nome in attesi} == attesi


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("campi", "scritto", "campo", "frase"),
    [
        ({}, {}, "__all__", "Scrivi il valore"),
        ({}, {"valore": "molti"}, "valore", "Scrivi un numero"),
        ({}, {"valore": "1", "non_applicabile": "on"}, "non_applicabile", "togli uno dei due"),
        ({}, {"non_applicabile": "on"}, "motivo_non_applicabile", "Scrivi perché"),
        ({"numeratore": "a", "denominatore": "b"}, {"numeratore": "1"}, "denominatore", "tutti e due"),
        ({"numeratore": "a", "denominatore": "b"}, {"denominatore": "1"}, "numeratore", "tutti e due"),
        ({"numeratore": "a", "denominatore": "b"}, {"numeratore": "1", "denominatore": "0"}, "denominatore", "zero"),
        ({"verso": Verso.ENTRO_DATA}, {"data": "2026-03-12", "non_fatto": "on"}, "data", "togli uno dei due"),
        ({"verso": Verso.SI_NO}, {"esito": "forse"}, "esito", "opzione valida"),
    ],
)
def test_cio_che_non_va_ha_una_frase_accanto_al_campo(campi, scritto, campo, frase):
    sessione, _, primo = scena()
    form = maschera(sessione, misurabile(primo.obiettivo, **campi), **scritto)
    assert not form.is_valid()
    assert frase.lower() in " ".join(form.errors[campo]).lower()


@pytest.mark.django_db
def test_un_motivo_rimasto_scritto_senza_la_spunta_si_butta():
    sessione, _, indicatore = scena()
    form = maschera(sessione, indicatore, valore="3", motivo_non_applicabile="vecchio")
    assert form.is_valid()
    assert form.dati["motivo_non_applicabile"] == ""


@pytest.mark.django_db
def test_la_previsione_si_chiede_solo_durante_l_anno():
    sessione, _, indicatore = scena()
    assert "previsione" in maschera(sessione, indicatore).fields
    assert "previsione" not in maschera(di_fine_anno(sessione.ciclo), indicatore).fields


@pytest.mark.django_db
def test_la_maschera_parte_dalla_fonte_dell_indicatore_e_dalla_data_della_sessione():
    sessione, _, primo = scena()
    indicatore = misurabile(primo.obiettivo, fonte="Gestionale")
    form = RilevazioneForm(riga=parte_con(sessione, indicatori=indicatore.pk)[1])
    assert (form["fonte"].value(), form["rilevato_il"].value()) == ("Gestionale", date(2026, 6, 30))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("scritto", "campo"),
    [
        ({"fine": "2026-05-01", "percentuale": "100"}, "inizio"),
        ({"inizio": "2026-05-02", "fine": "2026-05-01", "percentuale": "100"}, "fine"),
        ({"inizio": "2026-04-01", "fine": "2026-05-01", "percentuale": "90"}, "percentuale"),
        ({"percentuale": "101"}, "percentuale"),
        ({}, "percentuale"),
    ],
)
def test_una_fase_ha_date_in_ordine_e_finita_e_al_cento(scritto, campo):
    sessione, _, indicatore = scena()
    fase = FaseFactory(obiettivo=indicatore.obiettivo)
    riga = parte_con(sessione, fasi=fase.pk)[1]
    form = AvanzamentoForm({f"f{fase.pk}-{n}": v for n, v in scritto.items()}, riga=riga, sessione=sessione)
    assert not form.is_valid()
    assert campo in form.errors


# ---- le scritture ------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_il_valore_scritto_resta_con_chi_e_quando():
    sessione, unita, indicatore = scena()
    responsabile = chi("eq", unita)
    rileva(sessione, indicatore, utente=responsabile, versione=0, **CAMPI)
    (letta,) = Rilevazione.objects.all()
    assert (letta.valore, letta.chi, letta.versione) == (D(42), responsabile, 1)
    assert Evento.objects.get(azione="rileva").dopo == "42"


@pytest.mark.django_db
def test_chi_riscrive_lascia_la_storia_e_la_prima_data():
    sessione, unita, indicatore = scena()
    prima = rileva(sessione, indicatore, utente=chi("eq", unita), versione=0, **CAMPI)
    dopo = rileva(sessione, indicatore, utente=chi("eq", unita), versione=1, valore=D(43))
    assert dopo.inserita_il == prima.inserita_il
    assert dopo.aggiornata_il > prima.aggiornata_il
    assert [riga.valore for riga in dopo.history.all()] == [D(43), D(42)]


@pytest.mark.django_db
@pytest.mark.parametrize("vista", [0, 7])
def test_chi_non_ha_visto_il_valore_di_un_altro_non_lo_sovrascrive(vista):
    sessione, unita, indicatore = scena()
    rileva(sessione, indicatore, utente=chi("eq", unita), versione=0, **CAMPI)
    with pytest.raises(ModificatoDaAltri):
        rileva(sessione, indicatore, utente=chi("segretario", unita), versione=vista, valore=D(1))


@pytest.mark.django_db
def test_due_righe_identiche_non_sono_un_conflitto():
    sessione, unita, indicatore = scena()
    rileva(sessione, indicatore, utente=chi("eq", unita), versione=0, valore=D(42))
    form = maschera(sessione, indicatore, valore="42")
    assert form.is_valid()
    assert form.salva(rileva, sessione, indicatore, utente=chi("segretario", unita)) is not None


@pytest.mark.django_db
def test_chi_salva_per_secondo_vede_che_cosa_e_diverso():
    sessione, unita, indicatore = scena()
    form = maschera(sessione, indicatore, valore="50")
    rileva(sessione, indicatore, utente=chi("eq", unita), versione=0, valore=D(42))
    assert form.is_valid()
    assert form.salva(rileva, sessione, indicatore, utente=chi("segretario", unita)) is None
    assert ("Valore (giorni)", "50", "42") in form.conflitto


@pytest.mark.django_db
@pytest.mark.parametrize("stato", [s for s in StatoSessione.values if s != "aperta"])
def test_si_scrive_solo_in_una_sessione_aperta(stato):
    sessione, unita, indicatore = scena(stato=stato, chiusa_il=timezone.now() if stato == "chiusa" else None)
    for ruolo in ("segretario", "eq"):
        with pytest.raises(PermissionDenied):
            rileva(sessione, indicatore, utente=chi(ruolo, unita), versione=0, **CAMPI)


@pytest.mark.django_db
def test_dopo_la_consegna_scrive_solo_il_segretario():
    sessione, unita, indicatore = scena()
    Consegna.objects.create(sessione=sessione, unita=unita)
    with pytest.raises(PermissionDenied):
        rileva(sessione, indicatore, utente=chi("eq", unita), versione=0, **CAMPI)
    assert rileva(sessione, indicatore, utente=chi("segretario", unita), versione=0, **CAMPI).valore == 42


@pytest.mark.django_db
@pytest.mark.parametrize("campi", [{}, {"valore": D(1), "non_applicabile": True, "motivo_non_applicabile": "x"}])
def test_anche_l_azione_rifiuta_cio_che_non_sta_insieme(campi):
    sessione, unita, indicatore = scena()
    with pytest.raises(ValidationError, match="Scrivi un valore"):
        rileva(sessione, indicatore, utente=chi("eq", unita), versione=0, **campi)


@pytest.mark.django_db
def test_un_valore_tolto_torna_a_mancare_e_resta_nella_storia():
    sessione, unita, indicatore = scena()
    rilevazione = rileva(sessione, indicatore, utente=chi("eq", unita), versione=0, **CAMPI)
    togli_rilevazione(rilevazione, utente=chi("eq", unita))
    assert not Rilevazione.objects.exists()
    assert Rilevazione.history.filter(history_type="-").count() == 1
    assert Evento.objects.get(azione="toglie il valore").prima == "42"


@pytest.mark.django_db
def test_l_avanzamento_di_una_fase():
    sessione, unita, indicatore = scena()
    fase = FaseFactory(obiettivo=indicatore.obiettivo)
    campi = {"inizio": date(2026, 3, 2), "percentuale": D(40)}
    avanza_fase(sessione, fase, utente=chi("eq", unita), versione=0, **campi)
    avanza_fase(sessione, fase, utente=chi("eq", unita), versione=1, percentuale=D(60))
    (letto,) = Avanzamento.objects.all()
    assert (letto.percentuale, letto.inizio, letto.versione) == (D(60), date(2026, 3, 2), 2)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "campi",
    [
        {"valore": None},
        {"non_applicabile": True, "motivo_non_applicabile": "x"},
        {"valore": None, "non_applicabile": True},
        {"motivo_non_applicabile": "x"},
        {"numeratore": D(1), "denominatore": D(0)},
    ],
)
def test_il_database_distingue_mancante_zero_e_non_applicabile(campi):
    sessione, _, indicatore = scena()
    with pytest.raises(IntegrityError), transaction.atomic():
        RilevazioneFactory(sessione=sessione, indicatore=indicatore, **campi)


@pytest.mark.django_db
@pytest.mark.parametrize("campi", [{"fine": date(2026, 5, 1)}, {"inizio": date(2026, 4, 1), "fine": date(2026, 5, 1)}])
def test_il_database_difende_le_date_di_una_fase(campi):
    with pytest.raises(IntegrityError), transaction.atomic():
        AvanzamentoFactory(percentuale=50, **campi)


# ---- le letture --------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_l_ultimo_valore_e_quello_della_sessione_prima():
    sessione, _, indicatore = scena()
    dopo = di_fine_anno(sessione.ciclo)
    ValoreStoricoFactory(indicatore=indicatore, anno=2025, valore=D(9))
    assert quadro_di(dopo).righe[0].ultimo.valore == "9"
    RilevazioneFactory(sessione=sessione, indicatore=indicatore, valore=D(12))
    ultimo = quadro_di(dopo).righe[0].ultimo
    assert (ultimo.valore, ultimo.quando) == ("12", "30/06/2026")


@pytest.mark.django_db
def test_una_sessione_non_vede_i_valori_di_quelle_dopo():
    sessione, _, indicatore = scena()
    RilevazioneFactory(sessione=di_fine_anno(sessione.ciclo), indicatore=indicatore)
    (riga,) = quadro_di(sessione).righe
    assert (riga.rilevazione, riga.ultimo) == (None, None)


@pytest.mark.django_db
@pytest.mark.parametrize("stato", [s for s in StatoObiettivo.values if s != "validato"])
def test_si_misura_solo_cio_che_e_approvato(stato):
    sessione = SessioneFactory()
    misurabile(ObiettivoFactory(ciclo=sessione.ciclo, stato=stato))
    assert quadro_di(sessione).parti == ()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("campi", "genere", "attesa"),
    [
        ({"valore": D("81.50")}, Genere.NUMERO, "81,5"),
        ({"valore": None, "esito": True}, Genere.SI_NO, "sì"),
        ({"valore": None, "esito": False}, Genere.SI_NO, "no"),
        ({"valore": None, "esito": False}, Genere.DATA, "non ancora"),
        ({"valore": None, "data": date(2026, 3, 12)}, Genere.DATA, "12/03/2026"),
        ({"valore": None, "non_applicabile": True}, Genere.NUMERO, "non applicabile"),
    ],
)
def test_un_valore_si_legge_in_parole(campi, genere, attesa):
    assert rilevato_in_parole(Rilevazione(**campi), genere) == attesa


@pytest.mark.django_db
def test_una_rilevazione_scritta_dopo_il_termine_e_tardiva():
    sessione, _, indicatore = scena()
    tardi = datetime(2026, 8, 1, 0, 30, tzinfo=ZoneInfo("Europe/Rome"))
    RilevazioneFactory(sessione=sessione, indicatore=indicatore, inserita_il=tardi)
    fase = FaseFactory(obiettivo=indicatore.obiettivo)
    assert AvanzamentoFactory(sessione=sessione, fase=fase, inserita_il=tardi).tardiva
    assert quadro_di(sessione).tardive == 1


@pytest.mark.django_db
@pytest.mark.parametrize("operatore", [Operatore.SI, Operatore.ENTRO_IL])
def test_il_genere_discende_anche_dal_target(operatore):
    sessione, _, primo = scena()
    indicatore = misurabile(primo.obiettivo, verso="")
    indicatore.target.all().delete()
    TargetFactory(indicatore=indicatore, operatore=operatore, valore=None)
    generi = {riga.pk: riga.genere for riga in quadro_di(sessione).righe}
    assert generi[indicatore.pk] == {Operatore.SI: Genere.SI_NO, Operatore.ENTRO_IL: Genere.DATA}[operatore]


@pytest.mark.django_db
def test_le_letture_del_quadro_non_crescono(django_assert_num_queries):
    sessione, unita, _ = scena()
    with django_assert_num_queries(7):
        quadro_di(sessione)
    for _ in range(20):
        indicatore = misurabile(validato(sessione.ciclo, unita=unita))
        RilevazioneFactory(sessione=sessione, indicatore=indicatore, chi=utente_con("segretario", unita.ente))
        AvanzamentoFactory(sessione=sessione, fase=FaseFactory(obiettivo=indicatore.obiettivo))
    with django_assert_num_queries(7):
        assert len([riga.scostamento for riga in quadro_di(sessione).righe]) == 21
