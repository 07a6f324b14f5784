# `make` da solo elenca ciò che si può fare. Tutto ciò che serve si prepara da sé: vedi .ci/prepara.py.
PORTA ?= 8000
# Per `make schermate`: chi guarda, e quali pagine (nome=indirizzo).
UTENTE ?= segretario@esempio.test
PAGINE ?= inizio=/esempio/ albero=/esempio/2026/albero/
PYTHON := .venv/bin/python
export SVILUPPO = 1

.PHONY: aiuto run test copertura prepara schermate bench formatta lock pulisci

aiuto: ## Questo elenco
	@sed -n 's/^\([a-z]*\):[^#]*## /make \1\t/p' Makefile | expand -t 18

run: ## Prepara e avvia il programma con la dimostrazione (PORTA=8000 la cambia, Ctrl-C ferma tutto)
	@python3 .ci/prepara.py esegui
	@$(PYTHON) manage.py avvia --porta=$(PORTA)

test: ## Prepara ed esegue tutte le prove: regole, tipi, SQLite, PostgreSQL, browser
	@python3 .ci/prepara.py prove
	@$(PYTHON) .ci/prove.py

copertura: ## Conta i rami provati: tutti, su conti, permessi, flussi, azioni, porta pubblica (quali: pyproject.toml)
	@python3 .ci/prepara.py prove
	@$(PYTHON) manage.py prepara_statici
	@$(PYTHON) -m pytest -n auto --maxprocesses 4 -m "not browser" --cov --cov-report=term-missing:skip-covered

prepara: ## Installa ciò che serve a lavorare sul codice, senza avviare nulla
	@python3 .ci/prepara.py prove
	@$(PYTHON) manage.py prepara_statici

schermate: ## Rifà le immagini del README dal programma in funzione (prima, in un'altra finestra: make run)
	@python3 .ci/prepara.py prove
	@$(PYTHON) manage.py schermate --porta=$(PORTA) --utente=$(UTENTE) $(PAGINE)

bench: ## Misura il programma accanto al minimo indispensabile
	@python3 .ci/prepara.py prove
	@$(PYTHON) manage.py bench

formatta: ## Mette in ordine codice e modelli di pagina
	@python3 .ci/prepara.py prove
	@.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format --quiet .
	@find templates -name '*.html' -exec .venv/bin/djade {} +

lock: ## Rifà i file di lock (versioni e impronte, mai indirizzi)
	@python3 .ci/prepara.py prove
	@sh .ci/lock

pulisci: ## Toglie ciò che si può rifare; i dati restano
	rm -rf .venv node_modules raccolta static/librerie .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
