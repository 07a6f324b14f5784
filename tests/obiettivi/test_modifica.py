"""La modifica per parti: bozze incomplete accettate, errori in parole, nulla di scritto che si perda."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.urls import reverse

from obiettivi.forms.sezioni import SEZIONI
from obiettivi.models import Classificazione, Indicatore, Obiettivo
from tests.fabbriche import (
    AssegnazioneFactory,
    CicloFactory,
    ClassificazioneFactory,
    FaseFactory,
    GruppoFactory,
    IndicatoreFactory,
    ObiettivoFactory,
    RisorsaFactory,
    TargetFactory,
    UnitaFactory,
    utente_con,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ciclo():
    return CicloFactory()


@pytest.fixture
def obiettivo(ciclo):
    return ObiettivoFactory(ciclo=ciclo, titolo="Uno")


@pytest.fixture
def segretario(client, ciclo):
    client.force_login(utente_con("segretario", ciclo.ente))
    return client


def indirizzo(obiettivo, parte):
    return reverse("obiettivi:modifica", args=[obiettivo.ciclo.ente.slug, obiettivo.ciclo.anno, obiettivo.pk, parte])


def righe(nome, *valori):
    dati = {f"{nome}-TOTAL_FORMS": len(valori), f"{nome}-INITIAL_FORMS": 0}
    for i, riga in enumerate(valori):
        dati |= {f"{nome}-{i}-{campo}": valore for campo, valore in riga.items()}
    return dati


def invia(client, obiettivo, parte, dati, **altro):
    return client.post(indirizzo(obiettivo, parte), {"versione": 1} | dati, **altro)


def unita(*valori):
    return righe("unita", *valori) | righe("assegnazioni")


CHE_COSA = {"titolo": "Due", "livello": "operativo"}


@pytest.mark.parametrize("parte", SEZIONI)
def test_ogni_parte_si_apre(parte, segretario, obiettivo):
    pagina = segretario.get(indirizzo(obiettivo, parte))
    assert pagina.status_code == 200
    assert SEZIONI[parte].titolo in pagina.content.decode()


def test_una_bozza_accetta_tutto_vuoto_tranne_il_titolo(segretario, obiettivo):
    assert invia(segretario, obiettivo, "che-cosa", CHE_COSA).status_code == 302
    salvato = Obiettivo.objects.get()
    assert (salvato.titolo, salvato.peso, salvato.versione) == ("Due", None, 2)


def test_salva_e_continua_porta_alla_parte_seguente(segretario, obiettivo):
    risposta = invia(segretario, obiettivo, "che-cosa", CHE_COSA | {"continua": "1"})
    assert risposta["Location"] == indirizzo(obiettivo, "perche")


def test_dopo_l_ultima_parte_si_torna_alla_scheda(segretario, obiettivo):
    risposta = invia(segretario, obiettivo, "collegamenti", {"continua": "1"})
    assert risposta["Location"] == reverse("obiettivi:scheda", args=[obiettivo.ente.slug, 2026, obiettivo.pk])


def test_salvare_senza_aver_cambiato_nulla_non_scrive(segretario, obiettivo):
    invia(segretario, obiettivo, "perche", {})
    assert Obiettivo.objects.get().versione == 1
    assert obiettivo.history.count() == 1


@pytest.mark.parametrize(
    ("parte", "dati", "frase"),
    [
        ("che-cosa", {"titolo": "", "livello": "operativo"}, "Questo campo è obbligatorio."),
        ("che-cosa", CHE_COSA | {"peso": "venti"}, "Scrivi un numero, per esempio 12,5."),
        ("che-cosa", CHE_COSA | {"peso": "120"}, "In percentuale il peso va da 0 a 100."),
        ("che-cosa", CHE_COSA | {"peso": "-1"}, "maggiore o uguale a 0"),
        ("che-cosa", CHE_COSA | {"peso": "20", "prerequisito": "on"}, "Un prerequisito non ha peso"),
        ("quando", {"data_inizio": "2026-12-31", "data_fine": "2026-01-01"}, "finisce prima di cominciare"),
        ("collegamenti", {"padre": "999"}, "Scegli un&#x27;opzione valida"),
        ("collegamenti", {"temi": ["inventato"]}, "Scegli un&#x27;opzione valida"),
    ],
)
def test_un_errore_e_una_frase_e_non_si_salva_nulla(parte, dati, frase, segretario, obiettivo):
    dati = dati | (righe("fasi") if parte == "quando" else {})
    pagina = invia(segretario, obiettivo, parte, dati)
    assert pagina.status_code == 200
    assert frase in pagina.content.decode()
    assert Obiettivo.objects.get().versione == 1


def test_i_numeri_si_scrivono_all_italiana(segretario, obiettivo):
    invia(segretario, obiettivo, "che-cosa", CHE_COSA | {"peso": "12,5"})
    assert Obiettivo.objects.get().peso == D("12.5")


def test_il_titolo_sta_su_una_riga_e_i_caratteri_di_controllo_spariscono(segretario, obiettivo):
    invia(
        segretario, obiettivo, "che-cosa", CHE_COSA | {"titolo": "Due\x00\x07\r\n  parole", "descrizione": "a\x0bb\nc"}
    )
    salvato = Obiettivo.objects.get()
    assert (salvato.titolo, salvato.descrizione) == ("Due parole", "ab\nc")


def test_dove_il_peso_si_calcola_si_chiedono_i_due_fattori(segretario, obiettivo, ciclo):
    ciclo.metodo_peso = "calcolato"
    ciclo.save()
    testo = segretario.get(indirizzo(obiettivo, "che-cosa")).content.decode()
    assert 'name="strategicita"' in testo
    assert 'name="peso"' not in testo


def test_un_prerequisito_perde_il_peso_rimasto_anche_dove_si_calcola(segretario, obiettivo, ciclo):
    ciclo.metodo_peso = "calcolato"
    ciclo.save()
    Obiettivo.objects.update(peso=20)
    invia(segretario, obiettivo, "che-cosa", CHE_COSA | {"prerequisito": "on"})
    assert Obiettivo.objects.get().peso is None


def test_uno_strategico_con_discendenti_non_diventa_operativo(segretario, ciclo):
    padre = ObiettivoFactory(ciclo=ciclo, livello="strategico")
    ObiettivoFactory(ciclo=ciclo, padre=padre)
    testo = invia(segretario, padre, "che-cosa", CHE_COSA).content.decode()
    assert "Altri obiettivi discendono da questo" in testo


def test_si_collegano_unita_e_assegnatari_insieme(segretario, obiettivo, ciclo):
    una, gruppo = UnitaFactory(ente=ciclo.ente), GruppoFactory(ente=ciclo.ente)
    dati = righe("unita", {"unita": una.pk, "ruolo": "capofila", "peso": "30"})
    dati |= righe("assegnazioni", {"destinatario": f"gruppo:{gruppo.pk}", "ruolo": "responsabile", "quota": "50"})
    invia(segretario, obiettivo, "chi", dati)
    assert [(r.unita, r.peso) for r in obiettivo.unita_collegate.all()] == [(una, 30)]
    assert [(r.gruppo, r.quota) for r in obiettivo.assegnazioni.all()] == [(gruppo, 50)]


def test_la_stessa_unita_due_volte_e_rifiutata_con_una_frase(segretario, obiettivo, ciclo):
    riga = {"unita": UnitaFactory(ente=ciclo.ente).pk, "ruolo": "capofila"}
    testo = invia(segretario, obiettivo, "chi", unita(riga, riga)).content.decode()
    assert "Questa unità è già collegata" in testo


def test_lo_stesso_destinatario_due_volte_e_rifiutato_con_una_frase(segretario, obiettivo, ciclo):
    riga = {"destinatario": f"gruppo:{GruppoFactory(ente=ciclo.ente).pk}", "ruolo": "partecipante"}
    dati = righe("unita") | righe("assegnazioni", riga, riga)
    assert "già assegnato a questo destinatario" in invia(segretario, obiettivo, "chi", dati).content.decode()


@pytest.mark.parametrize("quota", ["101", "-5"])
def test_una_quota_fuori_misura_e_rifiutata(quota, segretario, obiettivo, ciclo):
    riga = {"unita": UnitaFactory(ente=ciclo.ente).pk, "ruolo": "capofila", "quota": quota}
    assert "Assicurati che questo valore" in invia(segretario, obiettivo, "chi", unita(riga)).content.decode()
    assert not obiettivo.unita_collegate.exists()


def test_un_unita_di_un_altro_ente_non_si_puo_scegliere(segretario, obiettivo):
    dati = unita({"unita": UnitaFactory().pk, "ruolo": "capofila"})
    assert invia(segretario, obiettivo, "chi", dati).status_code == 200
    assert not obiettivo.unita_collegate.exists()


def test_due_righe_si_possono_scambiare(segretario, ciclo):
    una, altra = UnitaFactory(ente=ciclo.ente), UnitaFactory(ente=ciclo.ente)
    obiettivo = ObiettivoFactory(ciclo=ciclo, unita=una)
    invia(segretario, obiettivo, "chi", unita({"unita": altra.pk, "ruolo": "partecipante"}))
    prima, seconda = obiettivo.unita_collegate.all()
    dati = unita(
        {"id": prima.pk, "unita": altra.pk, "ruolo": "capofila"},
        {"id": seconda.pk, "unita": una.pk, "ruolo": "partecipante"},
    )
    invia(segretario, obiettivo, "chi", dati | {"versione": 2})
    assert {(r.unita, r.ruolo) for r in obiettivo.unita_collegate.all()} == {
        (altra, "capofila"),
        (una, "partecipante"),
    }


def test_una_riga_spuntata_si_toglie(segretario, ciclo):
    obiettivo = ObiettivoFactory(ciclo=ciclo, unita=UnitaFactory(ente=ciclo.ente))
    riga = obiettivo.unita_collegate.get()
    dati = {"id": riga.pk, "unita": riga.unita_id, "ruolo": "capofila", "DELETE": "on"}
    invia(segretario, obiettivo, "chi", unita(dati))
    assert not obiettivo.unita_collegate.exists()


def test_una_riga_tolta_da_altri_torna_come_nuova_e_non_si_perde(segretario, obiettivo, ciclo):
    una = UnitaFactory(ente=ciclo.ente)
    invia(segretario, obiettivo, "chi", unita({"id": "99999", "unita": una.pk, "ruolo": "capofila"}))
    assert obiettivo.unita_collegate.get().unita == una


def test_aggiungere_una_riga_non_salva_e_non_mostra_errori(segretario, obiettivo, ciclo):
    una = UnitaFactory(ente=ciclo.ente)
    dati = unita({"unita": una.pk, "ruolo": "capofila", "peso": "abc"}) | {"aggiungi": "unita"}
    testo = invia(segretario, obiettivo, "chi", dati).content.decode()
    assert 'name="unita-1-unita"' in testo
    assert 'value="abc"' in testo
    assert "Scrivi un numero" not in testo
    assert not obiettivo.unita_collegate.exists()


def test_righe_senza_conteggio_o_con_conteggio_assurdo_non_rompono_la_pagina(segretario, obiettivo):
    assert invia(segretario, obiettivo, "chi", {"unita-TOTAL_FORMS": "mille"}).status_code == 200
    assert invia(segretario, obiettivo, "chi", {"aggiungi": "nulla"}).status_code == 200


def test_chi_salva_per_secondo_vede_che_cosa_e_cambiato_e_non_perde_nulla(segretario, obiettivo):
    invia(segretario, obiettivo, "che-cosa", CHE_COSA | {"titolo": "Primo"})
    testo = invia(segretario, obiettivo, "che-cosa", CHE_COSA | {"titolo": "Secondo"}).content.decode()
    assert "Nel frattempo qualcun altro ha salvato" in testo
    assert "<td>Secondo</td><td>Primo</td>" in testo
    assert Obiettivo.objects.get().titolo == "Primo"
    assert 'name="versione" value="2"' in testo


def test_salvando_di_nuovo_dopo_il_confronto_vale_la_propria_versione(segretario, obiettivo):
    invia(segretario, obiettivo, "che-cosa", CHE_COSA | {"titolo": "Primo"})
    invia(segretario, obiettivo, "che-cosa", CHE_COSA | {"titolo": "Secondo", "versione": 2})
    assert Obiettivo.objects.get().titolo == "Secondo"


def test_il_confronto_mostra_anche_le_righe(segretario, obiettivo, ciclo):
    mia, sua = (UnitaFactory(ente=ciclo.ente, denominazione=nome) for nome in ("Tributi", "Cultura"))
    invia(segretario, obiettivo, "chi", unita({"unita": sua.pk, "ruolo": "capofila"}))
    testo = invia(segretario, obiettivo, "chi", unita({"unita": mia.pk, "ruolo": "capofila"})).content.decode()
    assert "<td>Tributi (capofila)</td><td>Cultura (capofila)</td>" in testo


def test_i_mesi_di_una_fase_si_scelgono_fra_quelli_del_ciclo(segretario, obiettivo):
    fase = {"ordine": 1, "titolo": "Gara", "mesi": ["2026-04", "2026-03", "2027-01"]}
    invia(segretario, obiettivo, "quando", righe("fasi", fase) | {"data_inizio": "2026-01-01"})
    assert obiettivo.fasi.get().mesi == ["2026-03", "2026-04", "2027-01"]
    assert Obiettivo.objects.get().data_inizio == date(2026, 1, 1)


def test_un_mese_fuori_dal_ciclo_e_rifiutato(segretario, obiettivo):
    fase = {"ordine": 1, "titolo": "Gara", "mesi": ["2040-04"]}
    testo = invia(segretario, obiettivo, "quando", righe("fasi", fase)).content.decode()
    assert "2040-04» non è un mese del ciclo" in testo


def test_un_errore_in_una_fase_non_perde_le_date(segretario, obiettivo):
    dati = righe("fasi", {"ordine": 1, "titolo": "", "mesi": ["2026-04"]}) | {"data_inizio": "2026-02-03"}
    testo = invia(segretario, obiettivo, "quando", dati).content.decode()
    assert 'value="2026-02-03"' in testo


def test_le_fasi_e_le_risorse_gia_scritte_si_rileggono(segretario, obiettivo):
    FaseFactory(obiettivo=obiettivo, titolo="Collaudo")
    RisorsaFactory(obiettivo=obiettivo, importo=D("15000.50"))
    assert 'value="Collaudo"' in segretario.get(indirizzo(obiettivo, "quando")).content.decode()
    assert 'value="15.000,5"' in segretario.get(indirizzo(obiettivo, "risorse")).content.decode()


def test_una_risorsa_si_scrive_con_l_importo_all_italiana(segretario, obiettivo):
    dati = righe("risorse", {"tipo": "finanziaria", "descrizione": "Canone", "importo": "1.234,50 €"})
    invia(segretario, obiettivo, "risorse", dati)
    risorsa = obiettivo.risorse.get()
    assert (risorsa.importo, risorsa.ciclo) == (D("1234.50"), obiettivo.ciclo)


def test_le_classificazioni_si_aggiungono_e_si_tolgono(segretario, obiettivo):
    ClassificazioneFactory(obiettivo=obiettivo, codice="digitalizzazione")
    invia(segretario, obiettivo, "collegamenti", {"temi": ["accessibilita"], "ambiti": ["c"]})
    righe_scritte = Classificazione.objects.order_by("codice").values_list("tipo", "codice")
    assert list(righe_scritte) == [("tema", "accessibilita"), ("ambito", "c")]


def test_l_obiettivo_discende_da_uno_strategico_dello_stesso_ciclo(segretario, obiettivo, ciclo):
    padre = ObiettivoFactory(ciclo=ciclo, livello="strategico")
    estraneo = ObiettivoFactory(livello="strategico")
    invia(segretario, obiettivo, "collegamenti", {"padre": estraneo.pk})
    assert Obiettivo.objects.get(pk=obiettivo.pk).padre is None
    invia(segretario, obiettivo, "collegamenti", {"padre": padre.pk})
    assert Obiettivo.objects.get(pk=obiettivo.pk).padre == padre


# ---- indicatori --------------------------------------------------------------------------------------


def indicatore(client, obiettivo, dati, riga=None):
    argomenti = [obiettivo.ente.slug, obiettivo.ciclo.anno, obiettivo.pk]
    nome = "obiettivi:indicatore" if riga else "obiettivi:nuovo_indicatore"
    base = {"denominazione": "Giorni medi", "decimali": 0, "versione": 1}
    return client.post(reverse(nome, args=argomenti + ([riga.pk] if riga else [])), base | dati)


def test_un_indicatore_si_salva_con_il_solo_nome(segretario, obiettivo):
    assert indicatore(segretario, obiettivo, {}).status_code == 302
    assert Indicatore.objects.get().denominazione == "Giorni medi"


def test_si_scrivono_target_del_triennio_e_valori_passati(segretario, obiettivo):
    dati = {"target-2026-operatore": "tra", "target-2026-valore": "10,5", "target-2026-valore_massimo": "20"}
    dati |= {"target-2028-testo_originale": "entro l'anno", "storico-2025": "31"}
    indicatore(segretario, obiettivo, dati)
    target = Indicatore.objects.get().target.values_list("anno", "valore", "valore_massimo", "testo_originale")
    assert list(target) == [(2026, D("10.5"), 20, ""), (2028, None, None, "entro l'anno")]
    assert [(r.anno, r.valore) for r in Indicatore.objects.get().valori_storici.all()] == [(2025, 31)]


@pytest.mark.parametrize(
    ("dati", "frase"),
    [
        (
            {"target-2026-operatore": "tra", "target-2026-valore": "20", "target-2026-valore_massimo": "10"},
            "L&#x27;intervallo è alla rovescia",
        ),
        (
            {"target-2026-operatore": ">=", "target-2026-valore": "1", "target-2026-valore_massimo": "2"},
            "solo con «tra»",
        ),
        ({"target-2026-operatore": "tra", "target-2026-valore_massimo": "2"}, "servono tutti e due i valori"),
        ({"nuovo": "on", "baseline": "3"}, "Ha un valore di partenza: non è nuovo"),
        ({"decimali": "9"}, "Al massimo sei decimali"),
        ({"storico-2025": "tanti"}, "Scrivi un numero"),
        ({"denominazione": ""}, "Questo campo è obbligatorio"),
    ],
)
def test_gli_errori_di_un_indicatore_sono_frasi(dati, frase, segretario, obiettivo):
    assert frase in indicatore(segretario, obiettivo, dati).content.decode()
    assert not Indicatore.objects.exists()


def test_i_target_di_anni_fuori_dal_ciclo_si_vedono_e_restano(segretario, obiettivo):
    riga = TargetFactory(indicatore__obiettivo=obiettivo, anno=2031)
    dati = {"target-2031-operatore": "<=", "target-2031-valore": "25"}
    indicatore(segretario, obiettivo, dati, riga.indicatore)
    assert riga.indicatore.target.get().anno == 2031


def test_due_persone_sullo_stesso_indicatore_vedono_le_differenze(segretario, obiettivo):
    riga = IndicatoreFactory(obiettivo=obiettivo, denominazione="Giorni medi")
    indicatore(segretario, obiettivo, {"fonte": "Protocollo", "target-2026-valore": "7"}, riga)
    testo = indicatore(
        segretario, obiettivo, {"fonte": "Gestionale", "target-2026-valore": "8"}, riga
    ).content.decode()
    assert "<td>Gestionale</td><td>Protocollo</td>" in testo
    assert "<td>8</td><td>7</td>" in testo
    assert Indicatore.objects.get().fonte == "Protocollo"


def test_un_indicatore_nuovo_non_si_perde_se_intanto_altri_hanno_salvato(segretario, obiettivo):
    Obiettivo.objects.update(versione=5)
    testo = indicatore(segretario, obiettivo, {"fonte": "Protocollo"}).content.decode()
    assert 'value="Protocollo"' in testo
    assert 'name="versione" value="5"' in testo


def test_un_indicatore_si_toglie_dopo_la_conferma(segretario, obiettivo):
    riga = IndicatoreFactory(obiettivo=obiettivo)
    argomenti = [obiettivo.ente.slug, 2026, obiettivo.pk, riga.pk]
    pagina = reverse("obiettivi:togli_indicatore", args=argomenti)
    assert "Non si può annullare" in segretario.get(pagina).content.decode()
    assert segretario.post(pagina)["Location"] == indirizzo(obiettivo, "misura")
    assert not Indicatore.objects.exists()


def test_l_indice_delle_parti_dice_dove_manca_qualcosa(segretario, obiettivo):
    AssegnazioneFactory(obiettivo=obiettivo)
    testo = segretario.get(indirizzo(obiettivo, "perche")).content.decode()
    assert "manca: unità</span>" in testo
    assert "manca: date</span>" in testo


def test_l_avanzamento_previsto_di_una_fase_va_da_zero_a_cento(segretario, obiettivo):
    fase = {"ordine": 1, "titolo": "Gara", "percentuale_prevista": "120"}
    testo = invia(segretario, obiettivo, "quando", righe("fasi", fase)).content.decode()
    assert "minore o uguale a 100" in testo


def test_la_parte_degli_indicatori_non_ha_una_maschera_sua(obiettivo):
    with pytest.raises(ValueError, match="non ha una maschera"):
        SEZIONI["misura"].modulo(obiettivo, None)
