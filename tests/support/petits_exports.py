"""De petits exports écrits à la main, importés par la commande que lancent les structures."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

from tests.support.places import ROOT as RACINE

Ligne = dict[str, object]

# Les en-têtes attendus de data/formats, mot pour mot.
ENTETES = {
    "Marches": (
        "N° opération ; Intitulé de l'opération ; Maître d'ouvrage ; Type de maître d'ouvrage ; "
        "SIRET MO ; Commune des travaux ; Code INSEE ; Territoire ; Programme ; QPV ; "
        "Facilitateur ; N° marché ; N° lot ; Intitulé du lot ; Nature du marché ; "
        "Article / Procédure ; Secteur d'activité ; Montant HT ; Date de notification ; "
        "Date de démarrage ; Date de fin prévisionnelle ; Date de fin réelle ; Statut ; "
        "Heures prévues ; Heures réalisées"
    ),
    "Engagements": (
        "N° marché ; N° lot ; Entreprise ; SIRET ; Code NAF ; Type d'entreprise ; Rôle ; "
        "Heures engagées ; Modalité de réponse ; Heures réalisées ; Taux de réalisation"
    ),
    "Participants": (
        "N° participant ; Civilité ; Nom ; Prénom ; Date de naissance ; Sexe ; Adresse ; "
        "Code postal ; Commune ; QPV ; Nom du QPV ; Nationalité ; Niveau de formation ; "
        "N° identifiant France Travail ; Date d'inscription DE ; Durée d'inscription ; BRSA ; "
        "ASS ; AAH ; RQTH ; Jeune -26 ans ; Senior +50 ans ; DELD ; Autres éligibilités ; "
        "Prescripteur ; Référent ; Date d'entrée"
    ),
    "Contrats": (
        "N° contrat ; N° participant ; N° marché ; N° lot ; Employeur ; SIRET employeur ; "
        "Type d'employeur ; Entreprise utilisatrice ; Type de contrat ; Modalité ; "
        "Poste / Métier ; Code ROME ; Date de début ; Date de fin prévue ; Date de fin réelle ; "
        "Motif de fin ; Durée hebdo ; Heures réalisées"
    ),
    "Heures": (
        "N° contrat ; N° participant ; N° marché ; N° lot ; Entreprise ; Employeur ; Mois ; "
        "Année ; Heures réalisées ; Dont heures de formation ; Date de saisie ; Validé"
    ),
    "Situations": (
        "N° participant ; Date du 1er contrat ; Situation à la sortie ; Date ; "
        "Situation à 6 mois ; Date de relevé à 6 mois ; Situation à 12 mois ; "
        "Date de relevé à 12 mois ; Commentaire"
    ),
    "Actions": (
        "Date ; Facilitateur ; Donneur d'ordre ; Type ; Commune/EPCI ; Nature de l'action ; "
        "Suite donnée"
    ),
    "Extraction": (
        "Structure ; Maître d'ouvrage ; Marché ; Entreprise ; SIRET ; Nom ; Prénom ; "
        "Date de naissance ; Sexe ; Commune ; Code INSEE ; QPV ; Statut ; RQTH ; Date début ; "
        "Date fin ; Heures réalisées ; Type de contrat"
    ),
}


def write_export(
    folder: Path, sorte: str, structure: str, extraction: str, lignes: list[Ligne]
) -> Path:
    """Écrit un export CSV ; une colonne absente d'une ligne est vide."""
    entetes = [one.strip() for one in ENTETES[sorte].split(";")]
    path = folder / f"Export_{sorte}_{structure}_{extraction}.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, entetes, restval="", delimiter=";")
        writer.writeheader()
        writer.writerows(lignes)
    return path


def import_exports(folder: Path, paths: list[Path]) -> Path:
    """Importe par `python -m data importer` dans un magasin neuf, et le rend."""
    store = folder / "magasin"
    done = subprocess.run(
        [sys.executable, "-m", "data", "importer", *map(str, paths), "--json"],
        cwd=RACINE,
        env={**os.environ, "CLAUSES_STORE": str(store), "CLAUSES_CLE": "5a" * 32},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for one in json.loads(done.stdout)["fichiers"]:
        assert one["lignes"]["ecartees"] == 0, one
    return store
