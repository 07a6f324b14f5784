"""La porta pubblica: tutto ciò che esce senza chiedere chi guarda passa da qui.

Si legge soltanto ciò che è pubblicato (`Pubblicazione`) e congelato (il contenuto di una versione); mai le righe vive,
mai le persone, le schede, i punteggi. Un contratto d'importazione lo pretende (pyproject.toml).
"""
