"""La libreria: il file, il caricamento, la copia nel ciclo, i modelli dell'ente."""

import json
import re
from decimal import Decimal
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse

from obiettivi.azioni.libreria import aggiungi_modello, allinea_comuni, elimina_modello, modifica_modello
from obiettivi.letture.libreria import Ricerca, cerca_modelli, temi_di, unita_per_copiare
from obiettivi.libreria import FILE, anteprima, carica_libreria_comune, copia_nel_ciclo, metti_in_libreria
from obiettivi.libreria import target_in_parole as in_parole
from obiettivi.models import Indicatore, Modello, Obiettivo, Target
from obiettivi.voci import StatoCiclo, StatoObiettivo, Tema
from tests.fabbriche import (
    CicloFactory,
    EnteFactory,
    IndicatoreFactory,
    ObiettivoFactory,
    TargetFactory,
    UnitaFactory,
    utente_con,
)

MODELLI = json.loads(FILE.read_text(encoding="utf-8"))["modelli"]
INDICATORI = [(m["chiave"], i) for m in MODELLI for i in m["contenuto"]["indicatori"]]
SERVE = ("denominazione", "dimensione", "unita_misura", "verso", "formula", "fonte", "tipo_fonte", "responsabile_dato")


@pytest.fixture
def ciclo():
    return CicloFactory(anno=2026, anno_fine=2028)


@pytest.fixture
def segretario(ciclo):
    return utente_con("segretario", ciclo.ente)


def modello(**campi):
    contenuto = {"titolo": campi.get("titolo", "Pronto"), "livello": "operativo"} | campi.pop("contenuto", {})
    return Modello.objects.create(**{"chiave": "pronto", "titolo": "Pronto", "contenuto": contenuto} | campi)


# ---- il file ---------------------------------------------------------------------------------------


def test_la_libreria_ha_almeno_trenta_obiettivi_con_chiavi_diverse():
    assert len(MODELLI) >= 30
    assert len({m["chiave"] for m in MODELLI}) == len(MODELLI) == len({m["titolo"] for m in MODELLI})


def test_la_libreria_copre_tutti_i_temi_del_piano():
    assert {c["codice"] for m in MODELLI for c in m["contenuto"]["classificazioni"] if c["tipo"] == "tema"} == set(
        Tema
    )


def test_la_libreria_copre_tutti_gli_ambiti_dell_articolo_8():
    ambiti = {c["codice"] for m in MODELLI for c in m["contenuto"]["classificazioni"] if c["tipo"] == "ambito"}
    assert ambiti == set("abcdefgh")


def test_ci_sono_gli_obiettivi_che_la_legge_impone():
    obblighi = {m["contenuto"].get("obbligo_legge") for m in MODELLI}
    assert {"tempi_pagamento", "formazione", "trasparenza", "accessibilita"} <= obblighi


@pytest.mark.parametrize(("chiave", "indicatore"), INDICATORI, ids=lambda v: v if isinstance(v, str) else "")
def test_ogni_indicatore_e_completo(chiave, indicatore):
    assert not [campo for campo in SERVE if not indicatore.get(campo)]
    assert indicatore["target"][0]["anno_relativo"] == 0


def test_nessun_indicatore_si_fonda_su_un_autodichiarazione():
    assert "autodichiarazione" not in {i["tipo_fonte"] for _, i in INDICATORI}


def test_il_ritardo_dei_pagamenti_ha_target_zero_e_fonte_esterna():
    (ritardo,) = [i for _, i in INDICATORI if i["denominazione"] == "Ritardo annuale dei pagamenti"]
    assert [(t["operatore"], t["valore"]) for t in ritardo["target"]] == [("<=", "0")] * 3
    assert ritardo["tipo_fonte"] == "esterna"


@pytest.mark.django_db
@pytest.mark.parametrize("voce", MODELLI, ids=lambda voce: voce["chiave"])
def test_ogni_modello_si_copia_e_supera_i_controlli_dei_modelli(voce, ciclo, segretario):
    pronto = Modello(**{campo: voce[campo] for campo in ("chiave", "titolo", "descrizione", "norma", "contenuto")})
    pronto.full_clean()
    obiettivo = copia_nel_ciclo(pronto, utente=segretario, ciclo=ciclo, unita=None)
    righe = [obiettivo, *obiettivo.fasi.all(), *obiettivo.classificazioni.all(), *obiettivo.indicatori.all()]
    for riga in [*righe, *Target.objects.all()]:
        riga.full_clean()
    assert obiettivo.indicatori.count() == len(voce["contenuto"]["indicatori"])
    assert obiettivo.fasi.exclude(mesi=[]).count() == len(voce["contenuto"]["fasi"])


# ---- il caricamento --------------------------------------------------------------------------------


@pytest.mark.django_db
def test_caricare_due_volte_non_cambia_nulla():
    assert carica_libreria_comune().nuovi == len(MODELLI)
    secondo = carica_libreria_comune()
    assert (secondo.nuovi, secondo.cambiati, secondo.tolti) == (0, 0, 0)


@pytest.mark.django_db
def test_il_comando_dice_che_cosa_ha_fatto():
    uscita = StringIO()
    call_command("carica_libreria", stdout=uscita)
    assert uscita.getvalue().startswith(f"Libreria comune: {len(MODELLI)} modelli ({len(MODELLI)} nuovi")


@pytest.mark.django_db
def test_l_allineamento_aggiunge_aggiorna_e_toglie_solo_i_comuni():
    modello(chiave="vecchio")
    modello(chiave="resta", titolo="Prima")
    dell_ente = modello(chiave="suo", ente=EnteFactory())
    voce = {"chiave": "resta", "titolo": "Dopo", "descrizione": "", "norma": "", "contenuto": {"titolo": "x"}}
    esito = allinea_comuni([voce, voce | {"chiave": "nuovo"}])
    assert (esito.nuovi, esito.cambiati, esito.tolti) == (1, 1, 1)
    assert set(Modello.objects.values_list("chiave", "titolo")) == {
        ("resta", "Dopo"),
        ("nuovo", "Dopo"),
        ("suo", dell_ente.titolo),
    }


# ---- cercare ---------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ricerca", "trovati"),
    [
        ({}, {"a", "b", "c"}),
        ({"testo": "STRADE buche"}, {"a"}),
        ({"tema": "formazione"}, {"b"}),
        ({"norma": "33/2013"}, {"b"}),
        ({"origine": "ente"}, {"c"}),
        ({"origine": "comune"}, {"a", "b"}),
    ],
)
def test_si_cerca_per_parole_tema_norma_e_libreria(ciclo, ricerca, trovati):
    modello(chiave="a", titolo="Strade", descrizione="Senza buche")
    classificazioni = [{"tipo": "tema", "codice": "formazione"}, {"tipo": "ambito", "codice": "a"}]
    con_tema = modello(chiave="b", norma="D.Lgs. 33/2013", contenuto={"classificazioni": classificazioni})
    modello(chiave="c", ente=ciclo.ente)
    modello(chiave="d", ente=EnteFactory())
    assert {m.chiave for m in cerca_modelli(ciclo.ente, Ricerca(**ricerca))} == trovati
    assert temi_di(con_tema) == ["formazione"]


# ---- copiare ---------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_la_copia_ha_gli_anni_del_ciclo_e_nasce_in_bozza(ciclo, segretario):
    indicatore = {"denominazione": "i", "target": [{"anno_relativo": n, "valore": str(n)} for n in range(4)]}
    fase = {"titolo": "f", "mesi": ["N-11", "N-12", "N+1-01"]}
    dati = {"data_fine": "N+1-03-31", "indicatori": [indicatore], "fasi": [fase], "stato": "validato"}
    unita = UnitaFactory(ente=ciclo.ente)
    obiettivo = copia_nel_ciclo(modello(contenuto=dati), utente=segretario, ciclo=ciclo, unita=unita)
    obiettivo.refresh_from_db()
    assert obiettivo.stato == StatoObiettivo.BOZZA
    assert obiettivo.data_fine.isoformat() == "2027-03-31"
    assert obiettivo.fasi.get().mesi == ["2026-11", "2026-12", "2027-01"]
    assert [legame.unita for legame in obiettivo.unita_collegate.all()] == [unita]


@pytest.mark.django_db
def test_i_target_oltre_il_ciclo_non_si_copiano(ciclo, segretario):
    indicatore = {"denominazione": "i", "target": [{"anno_relativo": n, "valore": "1"} for n in range(5)]}
    copia_nel_ciclo(modello(contenuto={"indicatori": [indicatore]}), utente=segretario, ciclo=ciclo, unita=None)
    assert list(Target.objects.values_list("anno", flat=True)) == [2026, 2027, 2028]


@pytest.mark.django_db
def test_a_ciclo_approvato_non_si_copia(ciclo, segretario):
    ciclo.stato = StatoCiclo.APPROVATO
    with pytest.raises(PermissionDenied):
        copia_nel_ciclo(modello(), utente=segretario, ciclo=ciclo, unita=None)


@pytest.mark.django_db
def test_ognuno_copia_per_le_unita_che_guida(ciclo, segretario):
    mia, _ = UnitaFactory(ente=ciclo.ente), UnitaFactory(ente=ciclo.ente)
    assert list(unita_per_copiare(utente_con("eq", ciclo.ente, unita=mia), ciclo)) == [mia]
    assert unita_per_copiare(segretario, ciclo).count() == 2


@pytest.mark.django_db
def test_salvato_e_ricopiato_un_obiettivo_conserva_indicatori_e_target(segretario, ciclo):
    originale = ObiettivoFactory(ciclo=ciclo, titolo="Buono", descrizione="Testo", completo=True)
    TargetFactory(indicatore=IndicatoreFactory(obiettivo=originale), anno=2027, valore=Decimal("12.5"))
    salvato = metti_in_libreria(originale, utente=segretario, titolo="Buono", descrizione="", norma="")
    dopo = CicloFactory(ente=ciclo.ente, anno=2027)
    copia = copia_nel_ciclo(salvato, utente=segretario, ciclo=dopo, unita=None)
    assert (copia.titolo, copia.descrizione) == ("Buono", "Testo")
    assert copia.indicatori.count() == originale.indicatori.count()
    assert Target.objects.filter(indicatore__obiettivo=copia, anno=2028, valore=Decimal("12.5")).exists()


@pytest.mark.django_db
def test_l_anteprima_mostra_anni_veri_e_parole(ciclo):
    carica_libreria_comune()
    vista = anteprima(Modello.objects.get(chiave="rendiconto"), ciclo)
    assert vista.indicatori[0].target[0] == (2026, "entro il 30/04/2026")
    assert vista.fasi[0].periodo == "da gennaio a marzo 2026"
    assert vista.indicatori[0].dimensione == "efficacia temporale"


@pytest.mark.parametrize(
    ("target", "unita", "parole"),
    [
        ({"operatore": ">=", "valore": "95"}, "%", "almeno 95%"),
        ({"operatore": "<=", "valore": "30"}, "giorni", "al massimo 30 giorni"),
        ({"operatore": "=", "valore": "4.5"}, "punti", "4,5 punti"),
        ({"operatore": "tra", "valore": "3", "valore_massimo": "5"}, "punti", "tra 3 e 5 punti"),
        ({"operatore": "entro", "data": "2026-04-30"}, "data", "entro il 30/04/2026"),
        ({"operatore": "si"}, "", "sì"),
        ({"valore": "7"}, "", "7"),
        ({"testo_originale": "come l'anno prima"}, "", "come l'anno prima"),
    ],
)
def test_un_target_si_dice_a_parole(target, unita, parole):
    assert in_parole(target, unita) == parole


# ---- la libreria dell'ente -------------------------------------------------------------------------


@pytest.mark.django_db
def test_due_modelli_con_lo_stesso_titolo_hanno_chiavi_diverse(ciclo, segretario):
    campi = {"titolo": "Strade", "descrizione": "", "norma": "", "contenuto": {}}
    chiavi = [aggiungi_modello(utente=segretario, ente=ciclo.ente, **campi).chiave for _ in range(3)]
    assert chiavi == ["strade", "strade-2", "strade-3"]


@pytest.mark.django_db
def test_un_titolo_senza_lettere_ha_comunque_una_chiave(ciclo, segretario):
    salvato = aggiungi_modello(utente=segretario, ente=ciclo.ente, titolo="—", descrizione="", norma="", contenuto={})
    assert salvato.chiave == "modello"


@pytest.mark.django_db
@pytest.mark.parametrize("verbo", [modifica_modello, elimina_modello])
@pytest.mark.parametrize("di_chi", ["comune", "altro ente"])
def test_i_modelli_comuni_e_altrui_non_si_toccano(ciclo, segretario, verbo, di_chi):
    altrui = modello(ente=None if di_chi == "comune" else EnteFactory())
    with pytest.raises(PermissionDenied):
        verbo(altrui, utente=segretario, ente=ciclo.ente)
    assert Modello.objects.filter(pk=altrui.pk).exists()


# ---- le pagine -------------------------------------------------------------------------------------


def indirizzo(nome, ciclo, *resto):
    return reverse(f"obiettivi:{nome}", args=[ciclo.ente.slug, ciclo.anno, *resto])


@pytest.mark.django_db
def test_due_clic_dal_modello_alla_bozza(client, ciclo, segretario):
    pronto, unita = modello(titolo="Copiami"), UnitaFactory(ente=ciclo.ente)
    client.force_login(segretario)
    assert indirizzo("modello", ciclo, pronto.pk) in client.get(indirizzo("libreria", ciclo)).content.decode()
    risposta = client.post(indirizzo("modello", ciclo, pronto.pk), {"unita": unita.pk})
    obiettivo = Obiettivo.objects.get()
    assert risposta["Location"] == indirizzo("scheda", ciclo, obiettivo.pk)
    assert obiettivo.titolo == "Copiami"


@pytest.mark.django_db
def test_chi_copia_due_volte_e_avvisato(client, ciclo, segretario):
    ObiettivoFactory(ciclo=ciclo, titolo="Doppio")
    client.force_login(segretario)
    pagina = client.get(indirizzo("modello", ciclo, modello(titolo="Doppio").pk)).content.decode()
    assert "Nel ciclo c'è già" in pagina


@pytest.mark.django_db
def test_chi_guida_un_unita_deve_scegliere_una_delle_sue(client, ciclo):
    mia, altra = UnitaFactory(ente=ciclo.ente), UnitaFactory(ente=ciclo.ente)
    client.force_login(utente_con("eq", ciclo.ente, unita=mia))
    pronto = modello()
    for scelta in ({}, {"unita": altra.pk}):
        assert client.post(indirizzo("modello", ciclo, pronto.pk), scelta).status_code == 200
    assert not Obiettivo.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("ruolo", "codice"), [("nucleo", 403), ("dipendente", 403), ("sindaco", 403)])
def test_chi_non_crea_obiettivi_legge_e_non_copia(client, ciclo, ruolo, codice):
    pronto = modello()
    client.force_login(utente_con(ruolo, ciclo.ente))
    assert "Copia nel ciclo" not in client.get(indirizzo("modello", ciclo, pronto.pk)).content.decode()
    assert client.post(indirizzo("modello", ciclo, pronto.pk)).status_code == codice


@pytest.mark.django_db
def test_un_obiettivo_si_salva_nella_libreria_dell_ente(client, ciclo, segretario):
    obiettivo = ObiettivoFactory(ciclo=ciclo, titolo="Da riusare", completo=True)
    client.force_login(segretario)
    assert "Da riusare" in client.get(indirizzo("in_libreria", ciclo, obiettivo.pk)).content.decode()
    client.post(
        indirizzo("in_libreria", ciclo, obiettivo.pk), {"titolo": "Nuovo nome", "descrizione": "", "norma": ""}
    )
    salvato = Modello.objects.get()
    assert (salvato.ente, salvato.titolo) == (ciclo.ente, "Nuovo nome")
    assert "anno_relativo" in json.dumps(salvato.contenuto)
    assert not re.search(r'"anno":|"unita":|"stato":', json.dumps(salvato.contenuto))


@pytest.mark.django_db
def test_un_modello_dell_ente_si_modifica(client, ciclo, segretario):
    suo = modello(ente=ciclo.ente)
    client.force_login(segretario)
    client.post(indirizzo("modello_modifica", ciclo, suo.pk), {"titolo": "Altro", "descrizione": "x", "norma": "y"})
    suo.refresh_from_db()
    assert (suo.titolo, suo.descrizione, suo.norma) == ("Altro", "x", "y")


@pytest.mark.django_db
def test_un_modello_senza_titolo_non_si_salva_e_non_perde_il_resto(client, ciclo, segretario):
    suo = modello(ente=ciclo.ente)
    client.force_login(segretario)
    pagina = client.post(indirizzo("modello_modifica", ciclo, suo.pk), {"titolo": "", "descrizione": "resto"})
    assert "resto" in pagina.content.decode()
    suo.refresh_from_db()
    assert suo.titolo == "Pronto"


@pytest.mark.django_db
def test_togliere_un_modello_chiede_conferma(client, ciclo, segretario):
    suo = modello(ente=ciclo.ente)
    client.force_login(segretario)
    assert "Togliere il modello" in client.get(indirizzo("modello_elimina", ciclo, suo.pk)).content.decode()
    assert Modello.objects.exists()
    assert client.post(indirizzo("modello_elimina", ciclo, suo.pk))["Location"] == indirizzo("libreria", ciclo)
    assert not Modello.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("nome", ["modello", "modello_modifica", "modello_elimina"])
def test_un_modello_di_un_altro_ente_non_si_trova(client, ciclo, segretario, nome):
    altrui = modello(ente=EnteFactory())
    client.force_login(segretario)
    assert client.get(indirizzo(nome, ciclo, altrui.pk)).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("ruolo", ["nucleo", "dipendente"])
def test_la_libreria_la_cura_chi_scrive_obiettivi(client, ciclo, ruolo):
    suo = modello(ente=ciclo.ente)
    obiettivo = ObiettivoFactory(ciclo=ciclo, stato=StatoObiettivo.VALIDATO)
    client.force_login(utente_con(ruolo, ciclo.ente))
    nomi = [("modello_modifica", suo), ("modello_elimina", suo), ("in_libreria", obiettivo)]
    assert {client.get(indirizzo(nome, ciclo, cosa.pk)).status_code for nome, cosa in nomi} == {403}


@pytest.mark.django_db
def test_le_letture_della_libreria_non_crescono(client, ciclo, segretario, quindici_letture):
    carica_libreria_comune()
    client.force_login(segretario)
    client.get(indirizzo("libreria", ciclo))
    with quindici_letture():
        client.get(indirizzo("libreria", ciclo))
    assert not Indicatore.objects.exists()
