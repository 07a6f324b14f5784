"""Python lo legge da sé prima di ogni programma: il sito di prova e il suo lavoratore vivono nel giorno di `OGGI`."""

import os

import time_machine

time_machine.travel(os.environ["OGGI"], tick=True).start()
