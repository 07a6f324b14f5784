"""Le celle degli elenchi: che cosa si legge quando c'è tutto e quando manca qualcosa."""

from datetime import date

import pytest

from enti.filtri import FiltroAtti, FiltroEventi, cerca
from enti.models import Atto, Ente, Persona
from enti.tabelle import TabellaAtti, TabellaEventi, TabellaPersone
from enti.voci import Organo
from piao.base.models import Evento
from tests.fabbriche import AttoFactory, EnteFactory, PersonaFactory

ENTE = Ente(slug="prova")
CATTIVO = '<b onclick="x">'


@pytest.mark.parametrize(
    ("atto", "scritto"),
    [
        (Atto(organo=Organo.GIUNTA, numero="12"), "Giunta n. 12"),
        (Atto(organo=Organo.GIUNTA), "Giunta"),
        (Atto(organo=Organo.GIUNTA, organo_testo="Giunta dell'Unione", numero="3"), "Giunta dell'Unione n. 3"),
        (Atto(numero="7"), "Organo non indicato n. 7"),
        (Atto(), "Organo non indicato"),
    ],
)
def test_l_organo_si_dice_con_il_numero_se_c_e(atto, scritto):
    assert TabellaAtti([]).render_organo(atto) == scritto


@pytest.mark.parametrize(
    ("campi", "scritto"),
    [
        ({"file": "atti/x.pdf", "collegamento": "https://albo.it/1"}, "Scarica</a>"),
        ({"collegamento": "https://albo.it/1"}, 'rel="noreferrer">Apri il collegamento</a>'),
        ({}, "–"),
    ],
)
def test_il_testo_di_un_atto_e_il_file_poi_il_collegamento_poi_nulla(campi, scritto):
    assert TabellaAtti([]).render_file(Atto(pk=1, ente=ENTE, **campi)).endswith(scritto)


def test_l_oggetto_di_un_atto_porta_alla_sua_pagina_ed_e_protetto():
    cella = TabellaAtti([]).render_oggetto(Atto(pk=7, ente=ENTE, oggetto=CATTIVO))
    assert 'href="/prova/atti/7/"' in cella
    assert CATTIVO not in cella


@pytest.mark.parametrize(
    ("campi", "scritto"),
    [
        ({"prima": "bozza", "dopo": "proposto"}, "bozza → proposto"),
        ({"prima": "bozza"}, "bozza"),
        ({"dopo": "proposto"}, "proposto"),
        ({"nota": "perché sì"}, "perché sì"),
        ({"prima": "bozza", "dopo": "proposto", "nota": "perché sì"}, "bozza → proposto · perché sì"),
        ({}, "–"),
    ],
)
def test_il_passaggio_di_un_evento_si_dice_con_ciò_che_si_sa(campi, scritto):
    assert TabellaEventi([]).render_passaggio(Evento(**campi)) == scritto


def test_una_persona_porta_alla_sua_pagina_con_incarichi_e_accesso():
    persona = Persona(pk=3, nome="Ada", cognome=CATTIVO)
    persona.incarichi_qui, persona.inviti_qui = [], []
    tabella = TabellaPersone([], ente=ENTE)
    assert 'href="/prova/persone/3/"' in tabella.render_persona(persona)
    assert CATTIVO not in tabella.render_persona(persona)
    assert tabella.render_incarichi(persona) == "–"
    assert "non invitata" in tabella.render_accesso(persona)
    assert [tabella.render_area(area) for area in ("funzionari", "sconosciuta")] == ["Funzionari ed EQ", "sconosciuta"]


# ---- i filtri ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("parole", "trovate"),
    [
        ("rossi", 1),
        ("ROSSI ada", 1),
        ("ada bianchi", 0),
        ("", 2),
        ("   ", 2),
        ("%", 0),
        ("_", 0),
        ("'; drop table", 0),
        ("ada " * 100, 1),
    ],
)
def test_si_cerca_ogni_parola_in_qualunque_campo(parole, trovate):
    PersonaFactory(nome="Ada", cognome="Rossi")
    PersonaFactory(nome="Ugo", cognome="Bianchi")
    assert cerca(Persona.objects.all(), ("nome", "cognome"), parole).count() == trovate


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("dati", "quanti"),
    [
        ({}, 2),
        ({"organo": "giunta"}, 1),
        ({"anno": "2025"}, 1),
        ({"anno": "1800"}, 2),
        ({"anno": "boh"}, 2),
        ({"organo": "parlamento"}, 2),
        ({"q": "bilancio"}, 1),
        ({"q": "bilancio", "anno": "2025"}, 0),
    ],
)
def test_gli_atti_si_filtrano_e_un_filtro_inventato_non_nasconde_nulla(dati, quanti):
    ente = EnteFactory()
    AttoFactory(ente=ente, organo=Organo.GIUNTA, data=date(2025, 1, 30), oggetto="Piano")
    AttoFactory(ente=ente, organo=Organo.CONSIGLIO, data=date(2024, 12, 20), oggetto="Bilancio di previsione")
    filtro = FiltroAtti(dati, Atto.objects.filter(ente=ente))
    assert filtro.qs.count() == quanti
    assert filtro.attivo is bool(dati)


@pytest.mark.django_db
def test_il_registro_offre_solo_le_azioni_che_ci_sono():
    for azione in ("valida", "propone", "valida"):
        Evento.objects.create(chi="a", ente="prova", azione=azione, oggetto="x:1")
    filtro = FiltroEventi({"azione": "valida"}, Evento.objects.all())
    assert filtro.filters["azione"].extra["choices"] == [("propone", "propone"), ("valida", "valida")]
    assert filtro.qs.count() == 2
