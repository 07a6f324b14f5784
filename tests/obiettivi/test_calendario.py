"""Lo scadenzario di un ente: i fatti letti dal database, ciò che l'ente dice, chi può dirlo, le pagine."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.urls import reverse

from enti.voci import TipoIncarico
from obiettivi.azioni.scadenze import azzera, cambia_termine, segna_fatta
from obiettivi.letture.destinatari import guide_di, utenti_per_ruolo
from obiettivi.letture.scadenze import (
    FiltroScadenze,
    di_rilievo,
    ruoli_nel_calendario,
    scadenza_di,
    scadenze_dell_ente,
    scadenze_di,
)
from obiettivi.models import Adempimento, Ciclo, Consultazione, Obiettivo
from obiettivi.scadenzario import Stato
from obiettivi.voci import StatoCiclo, StatoObiettivo
from piao.base.concorrenza import ModificatoDaAltri
from piao.base.models import Evento
from tests.fabbriche import (
    AssegnazioneFactory,
    AttoFactory,
    CicloFactory,
    EnteFactory,
    FaseCicloFactory,
    IncaricoFactory,
    ObiettivoFactory,
    PopolazioneFactory,
    UnitaFactory,
    utente_con,
)

pytestmark = pytest.mark.django_db
OGGI = date(2027, 2, 10)
TUTTI = [*TipoIncarico.values, "dipendente"]


@pytest.fixture
def ciclo():
    return CicloFactory(anno=2027, anno_fine=2029)


@pytest.fixture
def segretario(ciclo):
    return utente_con("segretario", ciclo.ente)


@pytest.fixture(autouse=True)
def _adesso(time_machine):
    time_machine.move_to("2027-02-10 09:00:00+01:00", tick=False)


def una(ciclo, codice, oggi=OGGI):
    return scadenza_di(Ciclo.objects.get(pk=ciclo.pk), codice, oggi=oggi)


def indirizzo(nome, ciclo, *altro):
    return reverse(f"obiettivi:{nome}", args=[ciclo.ente.slug, ciclo.anno, *altro])


# ---- le prove


def test_gli_atti_del_ciclo_provano_le_scadenze(ciclo):
    ciclo.atto_dup = AttoFactory(ente=ciclo.ente, data=date(2026, 7, 20))
    ciclo.bilancio_approvato_il, ciclo.smvp_confermato_il = date(2026, 12, 22), date(2026, 11, 5)
    ciclo.save()
    assert [una(ciclo, codice).fatta_il for codice in ("dup", "bilancio", "smvp")] == [
        date(2026, 7, 20),
        date(2026, 12, 22),
        date(2026, 11, 5),
    ]
    assert una(ciclo, "peg").termine == date(2027, 1, 11)


@pytest.mark.parametrize(("anno", "vale"), [(2025, False), (2026, True)])
def test_un_smvp_vecchio_non_basta(ciclo, anno, vale):
    ciclo.atto_smvp = AttoFactory(ente=ciclo.ente, data=date(anno, 3, 1))
    ciclo.save()
    assert bool(una(ciclo, "smvp").fatta_il) is vale


@pytest.mark.parametrize(
    ("stato", "provvisorio", "fatto"),
    [
        (StatoCiclo.PROPOSTA, False, False),
        (StatoCiclo.APPROVATO, False, True),
        (StatoCiclo.APPROVATO, True, False),
        (StatoCiclo.BOZZA, False, False),
    ],
)
def test_il_piano_e_fatto_quando_la_giunta_lo_approva(ciclo, stato, provvisorio, fatto):
    ciclo.atto_approvazione = AttoFactory(ente=ciclo.ente, data=date(2027, 1, 28))
    ciclo.stato, ciclo.provvisorio = stato, provvisorio
    ciclo.save()
    assert (una(ciclo, "piano").fatta_il == date(2027, 1, 28)) is fatto


@pytest.mark.parametrize(
    ("operativi", "assegnati", "ritirati", "fatta"),
    [(1, 1, 0, True), (2, 1, 0, False), (1, 1, 1, True), (0, 0, 1, False)],
)
def test_l_assegnazione_e_fatta_se_ogni_operativo_ha_qualcuno(ciclo, operativi, assegnati, ritirati, fatta):
    ciclo.stato, ciclo.atto_approvazione = StatoCiclo.APPROVATO, AttoFactory(ente=ciclo.ente, data=date(2027, 1, 28))
    ciclo.save()
    obiettivi = [ObiettivoFactory(ciclo=ciclo) for _ in range(operativi)]
    for obiettivo in obiettivi[:assegnati]:
        AssegnazioneFactory(obiettivo=obiettivo)
    for _ in range(ritirati):
        ObiettivoFactory(ciclo=ciclo, stato=StatoObiettivo.RITIRATO)
    assert bool(una(ciclo, "assegnazione").fatta_il) is fatta


@pytest.mark.parametrize(("date_concordate", "fatta"), [([1, 5], 5), ([1, None], None), ([], None)])
def test_la_negoziazione_e_fatta_quando_tutti_hanno_concordato(ciclo, date_concordate, fatta):
    for giorno in date_concordate:
        incarico = IncaricoFactory(ente=ciclo.ente, tipo="eq")
        quando = giorno and date(2026, 12, giorno)
        Consultazione.objects.create(ciclo=ciclo, incarico=incarico, concordato_il=quando)
    assert una(ciclo, "consultazione").fatta_il == (fatta and date(2026, 12, fatta))


@pytest.mark.parametrize(("abitanti", "dovuto"), [(4999, False), (5000, True), (5001, True), (None, True)])
def test_le_soglie_dell_ente_decidono_che_cosa_e_dovuto(ciclo, abitanti, dovuto):
    if abitanti:
        PopolazioneFactory(ente=ciclo.ente, alla_data=date(2025, 12, 31), maschi=abitanti, femmine=0)
    assert (una(ciclo, "peg").stato != Stato.NON_DOVUTA) is dovuto


@pytest.mark.parametrize(
    ("campi", "termine"),
    [
        ({"giorno": 15, "mese": 9}, date(2027, 9, 15)),
        ({"giorno": 31, "mese": 2, "anno_relativo": 1}, date(2028, 2, 29)),
        ({"giorno": 31, "mese": 10, "anno_relativo": -1}, date(2026, 10, 31)),
        ({"giorno": 40, "mese": 2}, None),
        ({"giorno": 1, "mese": 13}, None),
        ({"giorno": 1}, None),
    ],
)
def test_le_fasi_con_un_giorno_sono_scadenze_dell_ente(ciclo, campi, termine):
    fase = FaseCicloFactory(ciclo=ciclo, organi=["Giunta"], **campi)
    codice = f"fase-{fase.pk}"
    trovate = {s.codice: s for s in scadenze_di(ciclo, oggi=OGGI)}
    assert (trovate[codice].termine if codice in trovate else None) == termine


def test_una_scadenza_che_non_c_e_non_si_trova(ciclo):
    with pytest.raises(Http404):
        una(ciclo, "inventata")


def test_il_calendario_dell_ente_unisce_i_cicli(ciclo):
    CicloFactory(ente=ciclo.ente, anno=2026)
    CicloFactory(anno=2027)
    trovate = scadenze_dell_ente(ciclo.ente, oggi=OGGI)
    assert {s.anno for s in trovate} == {2026, 2027}
    assert [s.giorno_certo for s in trovate] == sorted(s.giorno_certo for s in trovate)


@pytest.mark.parametrize(
    ("oggi", "codici"),
    [(date(2026, 12, 1), set()), (date(2027, 1, 20), {"piano"}), (date(2027, 2, 10), {"piano"})],
)
def test_la_home_dice_i_termini_con_un_effetto_di_legge(ciclo, segretario, oggi, codici):
    assert {s.codice for s in di_rilievo(segretario, ciclo, oggi=oggi)} == codici


@pytest.mark.parametrize("ruolo", ["segretario", "sindaco", "nucleo", "eq", "dipendente"])
def test_la_home_dice_un_termine_a_chi_lo_puo_rispettare(ciclo, ruolo):
    """Chi non adotta il Piano lo trova nel calendario: nella sua home non è un allarme."""
    trovate = di_rilievo(utente_con(ruolo, ciclo.ente), ciclo, oggi=date(2027, 2, 10))
    assert bool(trovate) == (ruolo in {"segretario", "sindaco"})


# ---- chi


def test_chi_risponde_dei_pagamenti_ha_le_sue_scadenze(ciclo):
    paga = utente_con("eq", ciclo.ente, responsabile_pagamenti=True)
    assert ruoli_nel_calendario(paga, ciclo.ente, oggi=OGGI) == {"eq", "pagamenti"}
    assert utenti_per_ruolo(ciclo.ente, oggi=OGGI) == {"eq": {paga.pk}, "pagamenti": {paga.pk}}
    assert ruoli_nel_calendario(utente_con("dipendente", ciclo.ente), ciclo.ente, oggi=OGGI) == frozenset()


def test_le_guide_di_un_unita_sono_le_sue_e_quelle_sopra(ciclo):
    sopra = UnitaFactory(ente=ciclo.ente)
    sotto = UnitaFactory(ente=ciclo.ente, parent=sopra)
    capo, responsabile = (utente_con("eq", ciclo.ente, unita=unita) for unita in (sopra, sotto))
    utente_con("eq", ciclo.ente, unita=sotto, al=date(2026, 1, 1))
    assert guide_di(ciclo.ente, [sotto.pk], oggi=OGGI) == {capo.pk, responsabile.pk}
    assert guide_di(ciclo.ente, [sopra.pk], oggi=OGGI) == {capo.pk}


@pytest.mark.parametrize("ruolo", TUTTI)
@pytest.mark.parametrize(
    ("codice", "possono"), [("attestazione", {"rpct", "nucleo"}), ("fondo", {"ufficio_personale"})]
)
def test_segna_una_scadenza_chi_ne_risponde_o_il_segretario(ciclo, ruolo, codice, possono):
    chi, regola = utente_con(ruolo, ciclo.ente), una(ciclo, codice).regola
    if ruolo in possono | {"segretario"}:
        assert segna_fatta(ciclo, regola, utente=chi, fatto_il=OGGI).fatto_il == OGGI
    else:
        with pytest.raises(PermissionDenied):
            segna_fatta(ciclo, regola, utente=chi, fatto_il=OGGI)


@pytest.mark.parametrize("ruolo", [ruolo for ruolo in TUTTI if ruolo != "segretario"])
def test_solo_il_segretario_cambia_un_termine(ciclo, ruolo):
    chi, regola = utente_con(ruolo, ciclo.ente), una(ciclo, "monitoraggio_1").regola
    with pytest.raises(PermissionDenied):
        cambia_termine(ciclo, regola, utente=chi, termine=OGGI, motivo="Perché sì")
    with pytest.raises(PermissionDenied):
        azzera(ciclo, regola, utente=chi)


# ---- ciò che dice l'ente


def test_segnare_e_togliere_il_segno_resta_nel_registro(ciclo, segretario):
    regola = una(ciclo, "fondo").regola
    segna_fatta(ciclo, regola, utente=segretario, fatto_il=date(2027, 2, 1), nota="Determina 12")
    assert una(ciclo, "fondo").deroga.nota == "Determina 12"
    segna_fatta(ciclo, regola, utente=segretario, fatto_il=None)
    assert una(ciclo, "fondo").fatta_il is None
    assert Evento.objects.filter(azione="segna la scadenza", chi=segretario.email).count() == 2


def test_non_si_segna_fatto_cio_che_deve_ancora_accadere(ciclo, segretario):
    with pytest.raises(ValidationError, match="futuro"):
        segna_fatta(ciclo, una(ciclo, "fondo").regola, utente=segretario, fatto_il=date(2027, 2, 11))


@pytest.mark.parametrize(
    ("codice", "campi", "frase"),
    [
        ("piano", {"termine": date(2027, 3, 1), "motivo": "Ritardi"}, "fissa la legge"),
        ("monitoraggio_1", {"termine": date(2027, 8, 1)}, "motivo"),
        ("monitoraggio_1", {"termine": date(2027, 8, 1), "motivo": "   "}, "motivo"),
        ("fgdc", {"non_dovuto": True}, "motivo"),
    ],
)
def test_un_termine_si_cambia_solo_se_e_dell_ente_e_con_un_motivo(ciclo, segretario, codice, campi, frase):
    with pytest.raises(ValidationError, match=frase):
        cambia_termine(ciclo, una(ciclo, codice).regola, utente=segretario, **campi)
    assert not Adempimento.objects.exists()


def test_spostare_poi_azzerare_torna_al_calcolo(ciclo, segretario):
    regola = una(ciclo, "monitoraggio_1").regola
    cambia_termine(ciclo, regola, utente=segretario, termine=date(2027, 9, 15), motivo="Ferie")
    assert una(ciclo, "monitoraggio_1").spostata
    azzera(ciclo, regola, utente=segretario)
    azzera(ciclo, regola, utente=segretario)  # la seconda volta non c'è nulla da togliere
    assert una(ciclo, "monitoraggio_1").termine == date(2027, 7, 31)


def test_una_legge_si_dichiara_non_dovuta_e_si_ripensa(ciclo, segretario):
    regola = una(ciclo, "fgdc").regola
    cambia_termine(ciclo, regola, utente=segretario, non_dovuto=True, motivo="Paghiamo in anticipo")
    assert una(ciclo, "fgdc").motivo == "Paghiamo in anticipo"
    cambia_termine(ciclo, regola, utente=segretario, motivo="Paghiamo in anticipo")
    assert una(ciclo, "fgdc").motivo == ""


@pytest.mark.parametrize("vista", [0, 1])
def test_chi_arriva_secondo_non_sovrascrive(ciclo, segretario, vista):
    """Zero: la riga non c'era quando ha aperto la pagina. Uno: c'era, e qualcuno l'ha cambiata."""
    regola = una(ciclo, "fondo").regola
    for _ in range(vista + 1):
        segna_fatta(ciclo, regola, utente=segretario, fatto_il=OGGI)
    with pytest.raises(ModificatoDaAltri):
        segna_fatta(ciclo, regola, utente=segretario, fatto_il=None, versione=vista)


# ---- il filtro


@pytest.mark.parametrize(
    ("quali", "codice", "dentro"),
    [
        ("", "piano", True),
        ("mie", "attestazione", True),
        ("mie", "fondo", False),
        ("ritardo", "piano", True),
        ("ritardo", "fondo", False),
        ("aperte", "fondo", True),
        ("fatte", "piano", False),
        ("verificare", "itp_1", True),
        ("verificare", "piano", False),
        ("inventato", "piano", True),
    ],
)
def test_il_filtro_tiene_cio_che_si_chiede(ciclo, quali, codice, dentro):
    assert FiltroScadenze(quali, "", frozenset({"rpct"})).accetta(una(ciclo, codice)) is dentro


@pytest.mark.parametrize(("testo", "dentro"), [("ADOZIONE piano", True), ("art. 10", True), ("fondo", False)])
def test_si_cerca_nel_nome_nella_norma_e_in_chi(ciclo, testo, dentro):
    assert FiltroScadenze(testo=testo).accetta(una(ciclo, "piano")) is dentro


# ---- le pagine


@pytest.mark.parametrize("ruolo", ["segretario", "eq", "sindaco", "nucleo", "dipendente"])
def test_tutti_leggono_il_calendario(client, ciclo, ruolo):
    client.force_login(utente_con(ruolo, ciclo.ente))
    for pagina in ("calendario", "calendario_mese"):
        assert client.get(indirizzo(pagina, ciclo)).status_code == 200
    assert client.get(indirizzo("scadenza", ciclo, "piano")).status_code == 200


def test_l_estraneo_non_trova_il_calendario(client, ciclo):
    client.force_login(utente_con("segretario", EnteFactory()))
    assert client.get(indirizzo("calendario", ciclo)).status_code == 404


@pytest.mark.parametrize(
    ("pagina", "stato"), [("segna_scadenza", 403), ("termine_scadenza", 403), ("azzera_scadenza", 403)]
)
def test_il_collega_senza_diritto_non_scrive(client, ciclo, pagina, stato):
    client.force_login(utente_con("dipendente", ciclo.ente))
    assert client.get(indirizzo(pagina, ciclo, "piano")).status_code == stato


def test_segnare_dalla_pagina(client, ciclo, segretario):
    client.force_login(segretario)
    dati = {"fatto_il": "2027-02-01", "nota": "Fatto", "versione": ""}
    risposta = client.post(indirizzo("segna_scadenza", ciclo, "fondo"), dati, follow=True)
    assert "Scadenza aggiornata." in risposta.content.decode()
    assert una(ciclo, "fondo").fatta_il == date(2027, 2, 1)


def test_due_persone_sulla_stessa_scadenza_la_seconda_confronta(client, ciclo, segretario):
    client.force_login(segretario)
    segna_fatta(ciclo, una(ciclo, "fondo").regola, utente=segretario, fatto_il=date(2027, 2, 3))
    dati = {"fatto_il": "2027-02-01", "nota": "", "versione": ""}
    risposta = client.post(indirizzo("segna_scadenza", ciclo, "fondo"), dati)
    assert "Nel frattempo qualcun altro ha salvato" in risposta.content.decode()
    assert una(ciclo, "fondo").fatta_il == date(2027, 2, 3)


def test_un_termine_di_legge_non_ha_il_campo_per_spostarlo(client, ciclo, segretario):
    client.force_login(segretario)
    campi = [client.get(indirizzo("termine_scadenza", ciclo, c)).context["form"].fields for c in ("piano", "itr")]
    assert ["termine" in uno for uno in campi] == [False, True]


def test_azzerare_chiede_conferma(client, ciclo, segretario):
    segna_fatta(ciclo, una(ciclo, "fondo").regola, utente=segretario, fatto_il=OGGI)
    client.force_login(segretario)
    assert client.get(indirizzo("azzera_scadenza", ciclo, "fondo")).status_code == 200
    assert Adempimento.objects.exists()
    client.post(indirizzo("azzera_scadenza", ciclo, "fondo"))
    assert not Adempimento.objects.exists()


@pytest.mark.parametrize("mese", ["", "2027-13", "boh", "0000-01", "9999-12", "0001-01"])
def test_un_mese_che_non_si_capisce_non_rompe_la_pagina(client, ciclo, segretario, mese):
    client.force_login(segretario)
    assert client.get(indirizzo("calendario_mese", ciclo), {"mese": mese}).status_code == 200


@pytest.mark.parametrize(
    "parametri", [{"quali": "ritardo"}, {"q": "zzz"}, {"quali": "x"}, {"sort": "-stato"}, {"sort": "chi"}]
)
def test_l_elenco_si_filtra_e_si_ordina(client, ciclo, segretario, parametri):
    client.force_login(segretario)
    assert client.get(indirizzo("calendario", ciclo), parametri).status_code == 200


@pytest.mark.parametrize("quanti", [1, 300])
@pytest.mark.parametrize("pagina", ["calendario", "calendario_mese", "casa"])
def test_le_letture_non_crescono_con_gli_obiettivi(client, ciclo, segretario, quanti, pagina, quindici_letture):
    Obiettivo.objects.bulk_create([Obiettivo(ciclo=ciclo, titolo=f"O{n}") for n in range(quanti)])
    client.force_login(segretario)
    with quindici_letture():
        client.get(indirizzo(pagina, ciclo))
