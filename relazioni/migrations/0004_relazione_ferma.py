"""Ciò che la Giunta ha approvato si ferma anche per chi scrive senza passare dal programma.

Su SQLite manca la regola sull'eliminazione, come per le versioni del Piano: le prove con più processi svuotano le
tabelle riga per riga, e lì bastano le chiavi protette.
"""

from django.db import migrations

FRASE = "Una versione approvata della Relazione non si modifica."
FERMA = {
    "sqlite": [
        "CREATE TRIGGER relazione_ferma BEFORE UPDATE ON relazioni_versionerelazione "
        f"BEGIN SELECT RAISE(ABORT, '{FRASE}'); END"
    ],
    "postgresql": [
        "CREATE FUNCTION relazione_ferma() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{FRASE}' USING ERRCODE = '23514'; END $$",
        "CREATE TRIGGER relazione_ferma BEFORE UPDATE OR DELETE ON relazioni_versionerelazione "
        "FOR EACH ROW EXECUTE FUNCTION relazione_ferma()",
    ],
}
TORNA = {
    "sqlite": ["DROP TRIGGER relazione_ferma"],
    "postgresql": ["DROP TRIGGER relazione_ferma ON relazioni_versionerelazione", "DROP FUNCTION relazione_ferma()"],
}


def ferma(apps, schema_editor):
    for comando in FERMA[schema_editor.connection.vendor]:
        schema_editor.execute(comando)


def libera(apps, schema_editor):
    for comando in TORNA[schema_editor.connection.vendor]:
        schema_editor.execute(comando)


class Migration(migrations.Migration):
    dependencies = [("relazioni", "0003_relazione_e_trasparenza")]

    operations = [migrations.RunPython(ferma, libera)]
