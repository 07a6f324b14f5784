"""Il manuale in `docs/manuale/`, mostrato dentro l'applicazione."""
