"""Regole della casa: valgono per tutte le stanze, anche per quelle future."""

import importlib
import inspect
import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.template.loader import get_template
from django.urls import URLPattern, get_resolver

RADICE = Path(__file__).parent.parent
STANZE = ("piao.base", "enti", "obiettivi", "valutazione", "relazioni")
ETICHETTE = {stanza.rsplit(".", 1)[-1] for stanza in STANZE}
MODELLI = [
    modello
    for modello in apps.get_models()
    if modello._meta.app_label in ETICHETTE and not modello.__name__.startswith("Historical")
]
PYTHON = [
    file
    for cartella in ("piao", "enti", "obiettivi", "valutazione", "relazioni", "tests")
    for file in (RADICE / cartella).rglob("*.py")
    if "migrations" not in file.parts
]
PAGINE = sorted((RADICE / "templates").rglob("*.html"))
TECNICI = {"id", "versione"}


def _viste(schemi=None):
    for schema in schemi if schemi is not None else get_resolver().url_patterns:
        if isinstance(schema, URLPattern):
            yield schema.callback
        else:
            yield from _viste(schema.url_patterns)


NOSTRE_VISTE = sorted(
    {vista for vista in _viste() if vista.__module__.startswith(STANZE)}, key=lambda v: (v.__module__, v.__name__)
)


@pytest.mark.parametrize("vista", NOSTRE_VISTE, ids=lambda vista: f"{vista.__module__}.{vista.__name__}")
def test_ogni_vista_e_pubblica_o_chiede_un_permesso(vista):
    pubblica = not getattr(vista, "login_required", True)
    assert pubblica or re.search(r"\brichiedi\(|@permesso\b", inspect.getsource(inspect.unwrap(vista)))


@pytest.mark.parametrize("modello", MODELLI, ids=lambda m: m.__name__)
def test_ogni_modello_sa_dire_il_suo_nome(modello):
    assert modello.__str__ is not models.Model.__str__


@pytest.mark.parametrize("modello", MODELLI, ids=lambda m: m.__name__)
def test_ogni_modello_e_spiegato(modello):
    assert modello.__doc__
    assert not modello.__doc__.startswith(f"{modello.__name__}(")


@pytest.mark.parametrize("modello", MODELLI, ids=lambda m: m.__name__)
def test_i_conti_non_usano_numeri_con_la_virgola_mobile(modello):
    assert not [c.name for c in modello._meta.fields if isinstance(c, models.FloatField)]


@pytest.mark.parametrize("modello", MODELLI, ids=lambda m: m.__name__)
def test_ogni_campo_dichiara_a_chi_puo_arrivare(modello):
    stanza = next(s for s in STANZE if s.rsplit(".", 1)[-1] == modello._meta.app_label)
    dichiarati = importlib.import_module(f"{stanza}.riservatezza").CAMPI[modello.__name__].tutti()
    campi = {campo.name for campo in [*modello._meta.fields, *modello._meta.many_to_many]} - TECNICI
    assert len(dichiarati) == len(set(dichiarati))
    assert set(dichiarati) == campi


@pytest.mark.parametrize("file", PYTHON, ids=lambda f: str(f.relative_to(RADICE)))
def test_nessun_file_oltre_quattrocento_righe(file):
    assert len(file.read_text().splitlines()) <= 400


@pytest.mark.parametrize("file", PAGINE, ids=lambda f: str(f.relative_to(RADICE)))
def test_ogni_modello_di_pagina_si_legge_e_sta_in_centocinquanta_righe(file):
    assert len(file.read_text().splitlines()) <= 150
    get_template(str(file.relative_to(RADICE / "templates")))


@pytest.mark.parametrize("file", PAGINE, ids=lambda f: str(f.relative_to(RADICE)))
def test_nessun_modello_di_pagina_ha_stili_o_azioni_in_linea(file):
    testo = file.read_text()
    assert not re.search(r'<[^>]+\s(style|on\w+)="', testo)
    assert not re.search(r"<script(?![^>]*nonce)", testo)


# Modelli che scavalcano quelli di una libreria (li chiama lei) o che Django cerca per nome.
ESTERNI = ("account/", "mfa/", "usersessions/", "socialaccount/", "allauth/", "bootstrap5/", "django/", "prove/")


def test_nessun_modello_di_pagina_e_orfano():
    fonti = "".join(f.read_text() for f in [*PAGINE, *PYTHON]) + "404.html 403.html 500.html 403_csrf.html 400.html"
    nomi = [str(f.relative_to(RADICE / "templates")) for f in PAGINE]
    assert not [nome for nome in nomi if not nome.startswith(ESTERNI) and nome not in fonti]


def test_nessun_segreto_e_nessun_percorso_di_macchina():
    cerca = [
        "git",
        "grep",
        "-nIE",
        r"/(root|work)/|/home/[a-z]|BEGIN [A-Z ]*PRIVATE KEY",
        "--",
        ".",
        ":!tests/test_casa.py",
    ]
    trovati = subprocess.run(cerca, cwd=RADICE, capture_output=True, text=True, check=False)
    assert trovati.stdout == ""
