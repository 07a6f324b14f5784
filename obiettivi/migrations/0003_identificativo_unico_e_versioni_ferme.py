"""Ogni obiettivo e ogni indicatore già scritto riceve un identificativo proprio; le versioni approvate si fermano.

Le due regole del database valgono anche per chi scrive senza passare dal programma. Su SQLite manca quella
sull'eliminazione, perché le prove con più processi svuotano le tabelle riga per riga: lì bastano le chiavi protette.
"""

from uuid import uuid4

from django.db import migrations, models

FERMA = {
    "sqlite": [
        "CREATE TRIGGER versione_ferma BEFORE UPDATE ON obiettivi_versione "
        "BEGIN SELECT RAISE(ABORT, 'Una versione approvata non si modifica.'); END"
    ],
    "postgresql": [
        "CREATE FUNCTION versione_ferma() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'Una versione approvata non si modifica.' USING ERRCODE = '23514'; END $$",
        "CREATE TRIGGER versione_ferma BEFORE UPDATE OR DELETE ON obiettivi_versione "
        "FOR EACH ROW EXECUTE FUNCTION versione_ferma()",
    ],
}
TORNA = {
    "sqlite": ["DROP TRIGGER versione_ferma"],
    "postgresql": ["DROP TRIGGER versione_ferma ON obiettivi_versione", "DROP FUNCTION versione_ferma()"],
}


def dai_identificativi(apps, schema_editor):
    for nome in ("Obiettivo", "Indicatore"):
        modello = apps.get_model("obiettivi", nome)
        righe = list(modello._base_manager.only("pk"))
        for riga in righe:
            riga.identificativo = uuid4()
        modello._base_manager.bulk_update(righe, ["identificativo"], batch_size=300)


def ferma_versioni(apps, schema_editor):
    for comando in FERMA[schema_editor.connection.vendor]:
        schema_editor.execute(comando)


def libera_versioni(apps, schema_editor):
    for comando in TORNA[schema_editor.connection.vendor]:
        schema_editor.execute(comando)


class Migration(migrations.Migration):
    dependencies = [("obiettivi", "0002_percorso_versioni_variazioni")]

    operations = [
        migrations.RunPython(dai_identificativi, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="obiettivo",
            constraint=models.UniqueConstraint(
                condition=models.Q(("variazione__isnull", True)),
                fields=("ciclo", "identificativo"),
                name="un_obiettivo_per_identificativo",
            ),
        ),
        migrations.RunPython(ferma_versioni, libera_versioni),
    ]
