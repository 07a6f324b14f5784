"""Il percorso del Piano: chi può compiere che cosa e da dove, che cosa serve, che cosa resta scritto."""

from datetime import date, timedelta
from hashlib import sha256

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from obiettivi.azioni.percorso import compi_passo
from obiettivi.flusso.piano import (
    APPROVA,
    AVVIA,
    CHIEDI_PARERE,
    DEFINITIVO,
    PERCORSO,
    PROPONI,
    PUBBLICA,
    RIMANDA,
    PianoFermo,
    che_manca,
    da_motivare,
    vuole_nota,
)
from obiettivi.letture.percorso import parere_valido, passaggi_di, rilievi_del_passaggio
from obiettivi.models import Ciclo, Consultazione, Motivazione, Passaggio
from obiettivi.voci import StatoCiclo
from piao.base.controlli import Esito
from piao.base.flusso import PassoNonAmmesso
from piao.base.models import Evento
from tests.fabbriche import CicloFactory, IncaricoFactory, ObiettivoFactory, UnitaFactory, UtenteFactory, utente_con
from tests.relazioni.scena_percorso import NIENTE, approvato, ciclo_a, con_parere, congelata, esito, rilievo, utente

pytestmark = pytest.mark.django_db

RUOLI = ("segretario", "nucleo", "sindaco", "assessore", "rpct", "eq", "dirigente", "revisore", "ufficio_personale")
# (passo, stato): chi può
AMMESSI = {
    ("consultazione", "bozza"): {"segretario"},
    ("parere", "consultazione"): {"segretario"},
    ("proposta", "parere"): {"segretario"},
    ("approvazione", "proposta"): {"segretario"},
    ("pubblicazione", "approvato"): {"segretario", "rpct"},
    ("definitivo", "approvato"): {"segretario"},
    ("definitivo", "pubblicato"): {"segretario"},
    ("rimanda", "consultazione"): {"segretario"},
    ("rimanda", "parere"): {"segretario", "nucleo"},
    ("rimanda", "proposta"): {"segretario", "sindaco"},
}
ARRIVO = {
    "consultazione": "consultazione",
    "parere": "parere",
    "proposta": "proposta",
    "approvazione": "approvato",
    "pubblicazione": "pubblicato",
    "definitivo": "bozza",
    "rimanda": "bozza",
}


def pronto(passo, stato):
    """Un ciclo a cui non manca nulla per quel passo."""
    ciclo = ciclo_a(stato, provvisorio=passo == "definitivo")
    if stato == "parere":
        con_parere(ciclo)
    if passo == "definitivo":
        congelata(ciclo)
    return ciclo


def compi(ciclo, passo, chi, **campi):
    campi = {"nota": "perché sì", "esito": NIENTE} | campi
    if passo is PUBBLICA:
        campi.setdefault("pubblicato_il", timezone.localdate())
    return compi_passo(ciclo, passo, utente=chi, **campi)


@pytest.mark.parametrize("ruolo", [*RUOLI, "dipendente"])
@pytest.mark.parametrize("stato", StatoCiclo.values)
@pytest.mark.parametrize("codice", PERCORSO)
def test_la_tabella_del_percorso_per_passo_stato_e_ruolo(codice, stato, ruolo):
    ciclo = pronto(codice, stato)
    chi = utente(ruolo, ciclo)
    if ruolo in AMMESSI.get((codice, stato), ()):
        compi(ciclo, PERCORSO[codice], chi)
        stato = ARRIVO[codice]
    else:
        with pytest.raises((PassoNonAmmesso, PermissionDenied)):
            compi(ciclo, PERCORSO[codice], chi)
    assert Ciclo.objects.get(pk=ciclo.pk).stato == stato


@pytest.mark.parametrize(("codice", "stato"), AMMESSI)
def test_un_estraneo_non_compie_nulla(codice, stato):
    ciclo = pronto(codice, stato)
    with pytest.raises(PermissionDenied):
        compi(ciclo, PERCORSO[codice], UtenteFactory())


def test_un_incarico_finito_ieri_non_conta_piu():
    ciclo = ciclo_a("bozza")
    chi = utente_con("segretario", ciclo.ente, al=timezone.localdate() - timedelta(days=1))
    with pytest.raises(PermissionDenied):
        compi(ciclo, AVVIA, chi)


# ---- che cosa resta scritto ------------------------------------------------------------------------------------


def test_ogni_passaggio_dice_da_dove_a_dove_chi_in_quale_veste_e_perche():
    ciclo = ciclo_a("proposta")
    chi = utente_con("sindaco", ciclo.ente, titolo="Sindaca")
    compi(ciclo, RIMANDA, chi, nota="Mancano i giovani.")
    passaggio = passaggi_di(ciclo).first()
    assert (passaggio.da, passaggio.a, passaggio.passo) == ("proposta", "bozza", "rimanda")
    assert (passaggio.chi, passaggio.ruolo, passaggio.nota) == (chi, "Sindaca", "Mancano i giovani.")


def test_i_rilievi_di_quel_momento_restano_con_la_loro_impronta():
    ciclo = ciclo_a("bozza")
    trovato = esito("errore", "avviso")
    passaggio = compi(ciclo, AVVIA, utente("segretario", ciclo), esito=trovato)
    assert passaggio.rilievi == trovato.in_json()
    assert passaggio.impronta_rilievi == sha256(trovato.in_json().encode()).hexdigest()
    assert Esito.da_json(passaggio.rilievi) == trovato


def test_il_passaggio_sta_anche_nel_registro():
    ciclo = ciclo_a("bozza")
    chi = utente("segretario", ciclo)
    compi(ciclo, AVVIA, chi)
    evento = Evento.objects.get(azione="avviare la consultazione")
    assert (evento.chi, evento.prima, evento.dopo) == (chi.email, "in bozza", "in consultazione")


def test_accanto_ai_rilievi_di_un_passaggio_c_e_solo_la_motivazione_che_c_era_gia():
    ciclo = ciclo_a("bozza")
    Motivazione.objects.create(ciclo=ciclo, codice="P10", oggetto="obiettivo:7", motivo="Già detto.")
    passaggio = compi(ciclo, AVVIA, utente("segretario", ciclo), esito=esito("errore", "errore"))
    Motivazione.objects.create(ciclo=ciclo, codice="P11", oggetto="obiettivo:7", motivo="Detto dopo.")
    _, rilievi = rilievi_del_passaggio(passaggio)
    assert [motivo and motivo.motivo for _, motivo in rilievi] == ["Già detto.", None]


def test_se_il_passo_non_riesce_non_resta_traccia():
    ciclo = ciclo_a("parere")
    prima = Passaggio.objects.count()
    with pytest.raises(PianoFermo):
        compi(ciclo, PROPONI, utente("segretario", ciclo))
    assert (Passaggio.objects.count(), Evento.objects.count()) == (prima, 0)
    assert Ciclo.objects.get(pk=ciclo.pk).stato == "parere"


def test_con_un_ciclo_letto_prima_si_scrive_da_dove_si_parte_davvero():
    ciclo = ciclo_a("consultazione")
    vecchio = Ciclo.objects.get(pk=ciclo.pk)
    Ciclo.objects.filter(pk=ciclo.pk).update(stato="proposta")
    compi(vecchio, RIMANDA, utente("segretario", ciclo))
    assert passaggi_di(ciclo).first().da == "proposta"


# ---- che cosa serve --------------------------------------------------------------------------------------------


def test_non_si_chiede_il_parere_su_un_piano_senza_obiettivi_validati():
    ciclo = CicloFactory(stato="consultazione")
    ObiettivoFactory(ciclo=ciclo, stato="proposto")
    with pytest.raises(PianoFermo, match="non ha ancora obiettivi validati") as fermo:
        compi(ciclo, CHIEDI_PARERE, utente("segretario", ciclo))
    assert fermo.value.mancanze[0].collegamento == f"/{ciclo.ente.slug}/2026/obiettivi/"


def test_senza_parere_non_si_propone_e_si_dice_dove_darlo():
    ciclo = ciclo_a("parere")
    mancanze = che_manca(ciclo, PROPONI, NIENTE)
    assert [m.collegamento for m in mancanze] == [f"/{ciclo.ente.slug}/2026/percorso/parere/"]
    assert "Nucleo di valutazione" in mancanze[0].frase


def test_un_parere_dato_prima_dell_ultima_richiesta_non_vale_piu():
    ciclo = ciclo_a("parere")
    con_parere(ciclo, creato_il=timezone.now() - timedelta(days=3))
    assert parere_valido(ciclo) is None


def test_vale_l_ultimo_dei_pareri_dati_dopo_la_richiesta():
    ciclo = ciclo_a("parere")
    con_parere(ciclo, "contrario")
    ultimo = con_parere(ciclo)
    assert parere_valido(ciclo) == ultimo


def test_di_un_piano_arrivato_da_fuori_vale_il_parere_che_c_e():
    ciclo = CicloFactory(stato="parere")
    assert parere_valido(ciclo) is None
    assert con_parere(ciclo) == parere_valido(ciclo)


def test_un_blocco_ferma_la_proposta_e_l_approvazione():
    for stato, passo in (("parere", PROPONI), ("proposta", APPROVA)):
        ciclo = pronto(passo.codice, stato)
        with pytest.raises(PianoFermo, match="P10 · «Tempi certi»: Non discende da nulla."):
            compi(ciclo, passo, utente("segretario", ciclo), esito=esito("blocco"))


@pytest.mark.parametrize("gravita", ["errore", "avviso", "info"])
def test_cio_che_non_e_un_blocco_non_ferma_la_proposta(gravita):
    ciclo = pronto("proposta", "parere")
    assert compi(ciclo, PROPONI, utente("segretario", ciclo), esito=esito(gravita)).a == "proposta"


def test_un_errore_va_motivato_prima_dell_approvazione():
    ciclo = ciclo_a("proposta")
    trovato = esito("errore", "errore", "avviso")
    Motivazione.objects.create(ciclo=ciclo, codice="P10", oggetto="obiettivo:7", motivo="È un nuovo servizio.")
    assert [r.codice for r in da_motivare(ciclo, trovato)] == ["P11"]
    with pytest.raises(PianoFermo, match="P11"):
        compi(ciclo, APPROVA, utente("segretario", ciclo), esito=trovato)


def test_la_motivazione_vale_per_quell_oggetto_e_non_per_un_altro():
    ciclo = ciclo_a("proposta")
    Motivazione.objects.create(ciclo=ciclo, codice="P12", oggetto="obiettivo:8", motivo="Di un altro.")
    assert len(da_motivare(ciclo, Esito(rilievi=(rilievo("errore"),)))) == 1


def test_motivati_tutti_gli_errori_si_approva():
    ciclo = ciclo_a("proposta")
    Motivazione.objects.create(ciclo=ciclo, codice="P10", oggetto="obiettivo:7", motivo="Sì.")
    assert compi(ciclo, APPROVA, utente("segretario", ciclo), esito=esito("errore")).a == "approvato"


def test_l_atto_e_il_motivo_del_ritardo_si_scrivono_con_il_passo():
    ciclo = ciclo_a("proposta")
    atto = approvato(ciclo_a("bozza", ente=ciclo.ente, anno=2025)).atto_approvazione
    chi = utente("segretario", ciclo)
    compi(ciclo, APPROVA, chi, atto_approvazione=atto, motivo_ritardo="Bilancio tardivo.")
    riletto = Ciclo.objects.get(pk=ciclo.pk)
    assert (riletto.atto_approvazione, riletto.motivo_ritardo) == (atto, "Bilancio tardivo.")


def test_il_nome_gia_scritto_nella_frase_non_si_ripete():
    ciclo = ciclo_a("proposta")
    suo = rilievo("blocco")
    detto = Esito(rilievi=(type(suo)("P01", suo.gravita, suo.oggetto, "«Tempi certi» è tardi."),))
    assert che_manca(ciclo, APPROVA, detto)[0].frase == "P01 · «Tempi certi» è tardi."


def test_il_nome_del_piano_intero_non_serve():
    ciclo = ciclo_a("proposta")
    detto = Esito(rilievi=(rilievo("blocco", "P01", oggetto="piano", chiave=""),))
    assert che_manca(ciclo, APPROVA, detto)[0].frase == "P01 · Non discende da nulla."


# ---- la nota ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nota", ["", "   "])
def test_chi_rimanda_dice_perche(nota):
    ciclo = ciclo_a("consultazione")
    with pytest.raises(ValidationError, match="Scrivi il motivo"):
        compi(ciclo, RIMANDA, utente("segretario", ciclo), nota=nota)


@pytest.mark.parametrize(
    ("parere", "serve"), [("favorevole", False), ("con_osservazioni", False), ("contrario", True)]
)
def test_un_parere_contrario_non_vincola_ma_si_spiega_perche_si_va_avanti(parere, serve):
    ciclo = ciclo_a("parere")
    con_parere(ciclo, parere)
    assert vuole_nota(ciclo, PROPONI) is serve
    if serve:
        with pytest.raises(ValidationError):
            compi(ciclo, PROPONI, utente("segretario", ciclo), nota="")
    assert compi(ciclo, PROPONI, utente("segretario", ciclo), nota="Si riesamina a giugno.").a == "proposta"


def test_senza_parere_la_nota_non_e_d_obbligo():
    assert vuole_nota(ciclo_a("parere"), PROPONI) is False


# ---- pubblicare ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("giorno", "frase"),
    [
        (None, "Scrivi il giorno"),
        (date(2999, 1, 1), "nel futuro"),
        (date(2026, 1, 29), "prima dell'approvazione"),
    ],
)
def test_il_giorno_della_pubblicazione_deve_essere_possibile(giorno, frase):
    ciclo = approvato(ciclo_a("approvato"), data=date(2026, 1, 30))
    with pytest.raises(ValidationError, match=frase):
        compi(ciclo, PUBBLICA, utente("rpct", ciclo), pubblicato_il=giorno)


def test_si_pubblica_anche_il_giorno_stesso_dell_approvazione():
    ciclo = approvato(ciclo_a("approvato"), data=date(2026, 1, 30))
    compi(ciclo, PUBBLICA, utente("rpct", ciclo), pubblicato_il=date(2026, 1, 30))
    assert Ciclo.objects.get(pk=ciclo.pk).pubblicato_il == date(2026, 1, 30)


def test_si_pubblica_anche_se_l_atto_non_ha_data():
    ciclo = approvato(ciclo_a("approvato"), data=None)
    assert compi(ciclo, PUBBLICA, utente("segretario", ciclo)).a == "pubblicato"


# ---- il definitivo ---------------------------------------------------------------------------------------------


def test_il_definitivo_riparte_dalla_bozza_con_gli_stessi_obiettivi():
    ciclo = approvato(ciclo_a("pubblicato", provvisorio=True))
    congelata(ciclo)
    prima = set(ciclo.obiettivi.values_list("identificativo", flat=True))
    compi(ciclo, DEFINITIVO, utente("segretario", ciclo))
    dopo = Ciclo.objects.get(pk=ciclo.pk)
    assert (dopo.stato, dopo.provvisorio, dopo.atto_approvazione, dopo.pubblicato_il) == ("bozza", False, None, None)
    assert set(dopo.obiettivi.values_list("identificativo", flat=True)) == prima


def test_cio_che_il_definitivo_toglie_dal_ciclo_resta_detto_nel_passaggio():
    campi = {"provvisorio": True, "pubblicato_il": date(2026, 2, 10), "inviato_portale_il": date(2026, 2, 12)}
    ciclo = approvato(ciclo_a("pubblicato", **campi, motivo_ritardo="Bilancio tardivo."), data=date(2026, 1, 30))
    congelata(ciclo)
    passaggio = compi(ciclo, DEFINITIVO, utente("segretario", ciclo), nota="Si riparte.")
    assert passaggio.nota.splitlines() == [
        "Si riparte.",
        f"Obiettivi provvisori approvati con {ciclo.atto_approvazione.estremi}.",
        "Pubblicati il 10 febbraio 2026.",
        "Inviati al Portale il 12 febbraio 2026.",
        "Motivo del ritardo: Bilancio tardivo.",
    ]


def test_del_provvisorio_si_dice_soltanto_cio_che_si_sa():
    ciclo = ciclo_a("approvato", provvisorio=True)
    congelata(ciclo)
    assert compi(ciclo, DEFINITIVO, utente("segretario", ciclo), nota=" ").nota == ""


def test_il_definitivo_aspetta_che_il_provvisorio_sia_congelato():
    ciclo = approvato(ciclo_a("approvato", provvisorio=True))
    with pytest.raises(PianoFermo, match="non sono ancora congelati"):
        compi(ciclo, DEFINITIVO, utente("segretario", ciclo))
    assert Ciclo.objects.get(pk=ciclo.pk).atto_approvazione == ciclo.atto_approvazione


def test_la_pagina_del_ciclo_dice_con_quale_atto_furono_approvati_i_provvisori(client):
    ciclo = approvato(ciclo_a("approvato", provvisorio=True))
    versione, chi = congelata(ciclo), utente("segretario", ciclo)
    compi(ciclo, DEFINITIVO, chi)
    client.force_login(chi)
    pagina = client.get(reverse("obiettivi:ciclo", args=[ciclo.ente.slug, ciclo.anno])).content.decode()
    assert f"{versione.atto}" in pagina
    assert reverse("relazioni:versione", args=[ciclo.ente.slug, ciclo.anno, 1]) in pagina


def test_un_piano_gia_definitivo_non_si_riapre():
    ciclo = ciclo_a("approvato")
    with pytest.raises(PermissionDenied):
        compi(ciclo, DEFINITIVO, utente("segretario", ciclo))


# ---- la consultazione si apre ----------------------------------------------------------------------------------


def test_avviare_la_consultazione_propone_oggi_a_chi_e_in_carica():
    ciclo = ciclo_a("bozza")
    unita = UnitaFactory(ente=ciclo.ente)
    in_carica = IncaricoFactory(ente=ciclo.ente, tipo="eq", unita=unita)
    IncaricoFactory(ente=ciclo.ente, tipo="eq", unita=unita, al=timezone.localdate() - timedelta(days=1))
    compi(ciclo, AVVIA, utente("segretario", ciclo))
    assert list(Consultazione.objects.values_list("incarico", "proposto_il")) == [(in_carica.pk, timezone.localdate())]


def test_riaprire_la_consultazione_non_cancella_cio_che_e_gia_stato_detto():
    ciclo = ciclo_a("bozza")
    sentito = IncaricoFactory(ente=ciclo.ente, tipo="eq", unita=UnitaFactory(ente=ciclo.ente))
    Consultazione.objects.create(ciclo=ciclo, incarico=sentito, concordato_il=date(2026, 1, 8), nota="Va bene.")
    compi(ciclo, AVVIA, utente("segretario", ciclo))
    riga = Consultazione.objects.get()
    assert (riga.proposto_il, riga.concordato_il, riga.nota) == (None, date(2026, 1, 8), "Va bene.")
