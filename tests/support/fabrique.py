"""Des exports inventés, écrits en mémoire, et leur passage par la porte d'entrée."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from unittest.mock import patch

import polars as pl
import xlsxwriter

from data.check import Prepared
from data.decp import child
from data.importer import Lot, prepare_files, publish
from data.publish import current, read_database
from data.read import sandbox
from data.read.grid import FichierRefuse
from data.recognize import Options

JOUR = "20260930"
EXTRACTION = date(2026, 9, 30)
MOIS = ("Janv.", "Févr.", "Mars", "Avr.", "Mai", "Juin",
        "Juil.", "Août", "Sept.", "Oct.", "Nov.", "Déc.")  # fmt: skip
CLES_HEURES = ("N° contrat", "N° participant", "N° marché", "N° lot", "Entreprise", "Employeur")
# L'ordre des colonnes est celui des exports d'ABC Clauses ; les noms sont ceux de personne.
ENTETES = {
    "marches": ("N° opération", "Maître d'ouvrage", "N° marché", "N° lot",
                "Date de notification", "Statut", "Heures prévues"),
    "engagements": ("N° marché", "N° lot", "Entreprise", "SIRET", "Rôle", "Heures engagées"),
    "participants": ("N° participant", "Nom", "Prénom", "Date de naissance", "Sexe", "BRSA"),
    "contrats": ("N° contrat", "N° participant", "N° marché", "N° lot", "Date de début",
                 "Date de fin réelle", "Heures réalisées"),
    "heures": (*CLES_HEURES, "Mois", "Année", "Heures réalisées", "Dont heures de formation",
               "Date de saisie", "Validé"),
    "larges": (*CLES_HEURES, *MOIS, "Total"),
    "situations": ("N° participant", "Situation à la sortie", "Date", "Situation à 6 mois",
                   "Date de relevé à 6 mois"),
    "actions": ("Date", "Facilitateur", "Donneur d'ordre", "Type", "Commune/EPCI",
                "Nature de l'action", "Suite donnée"),
    "extraction": ("Structure", "Maître d'ouvrage", "Marché", "Entreprise", "SIRET", "Nom",
                   "Prénom", "Date de naissance", "Sexe", "Commune", "Code INSEE", "QPV", "Statut",
                   "RQTH", "Date début", "Date fin", "Heures réalisées", "Type de contrat"),
    "activite": ("Année", "Structure", "Territoire", "Nombre d'opérations", "Nombre de marchés",
                 "Nombre d'heures prévues", "Nombre de participants", "Nombre de prospections",
                 "Nombre de comités de suivi"),
    "financements": ("Exercice", "Structure", "Poste", "ETP", "Coût total du poste", "Financeur",
                     "Type de financeur", "EPCI", "Montant prévu", "Montant notifié",
                     "Montant versé", "Date de versement", "Nature du versement"),
    "objectifs": ("Année", "Structure", "EPCI", "Indicateur", "Valeur", "Source de la décision"),
}  # fmt: skip
LIGNES: dict[str, dict[str, str]] = {
    "marches": {"N° opération": "OP1", "Maître d'ouvrage": "CoVe", "N° marché": "M1",
                "N° lot": "1", "Date de notification": "15/01/2023", "Statut": "En cours",
                "Heures prévues": "500"},
    "engagements": {"N° marché": "M1", "N° lot": "1", "Entreprise": "Exemple SARL",
                    "SIRET": "90000101000009", "Rôle": "Titulaire", "Heures engagées": "300"},
    "participants": {"N° participant": "P1", "Nom": "Inventée", "Prénom": "Léa",
                     "Date de naissance": "01/02/1990", "Sexe": "F", "BRSA": "Oui"},
    "contrats": {"N° contrat": "C1", "N° participant": "P1", "N° marché": "M1", "N° lot": "1",
                 "Date de début": "01/03/2024", "Date de fin réelle": "31/08/2024",
                 "Heures réalisées": "150"},
    "heures": {"N° contrat": "C1", "N° participant": "P1", "N° marché": "M1", "N° lot": "1",
               "Mois": "3", "Année": "2024", "Heures réalisées": "50", "Validé": "Oui"},
    "larges": {"N° contrat": "C1", "N° participant": "P1", "N° marché": "M1", "N° lot": "1"},
    "situations": {"N° participant": "P1", "Situation à la sortie": "CDI", "Date": "31/08/2024",
                   "Situation à 6 mois": "CDI", "Date de relevé à 6 mois": "01/09/2024"},
    "actions": {"Date": "12/03/2024", "Facilitateur": "Facilitateur 1", "Donneur d'ordre": "CoVe",
                "Type": "EPCI", "Commune/EPCI": "Carpentras", "Nature de l'action": "Contact"},
    "extraction": {"Structure": "CIE 84", "Marché": "M1", "Nom": "Inventée", "Prénom": "Léa",
                   "Date de naissance": "01/02/1990", "Sexe": "F", "QPV": "Non", "Statut": "BRSA",
                   "RQTH": "Non", "Date début": "01/03/2024", "Date fin": "31/08/2024",
                   "Heures réalisées": "50"},
    "activite": {"Année": "2023", "Structure": "CIE 84", "Territoire": "CoVe",
                 "Nombre d'opérations": "24", "Nombre de marchés": "73",
                 "Nombre d'heures prévues": "50500", "Nombre de participants": "181",
                 "Nombre de prospections": "7", "Nombre de comités de suivi": "3"},
    "financements": {"Exercice": "2025", "Structure": "CIE 84", "Poste": "Facilitateur CoVe",
                     "ETP": "1", "Coût total du poste": "54 000", "Financeur": "DDETS",
                     "Type de financeur": "État", "Montant prévu": "37 800",
                     "Montant notifié": "37 800", "Montant versé": "26 460",
                     "Date de versement": "30/04/2025", "Nature du versement": "Acompte"},
    "objectifs": {"Année": "2026", "Indicateur": "Heures réalisées", "Valeur": "125 000",
                  "Source de la décision": "Comité de pilotage du 12/12/2025"},
}  # fmt: skip
Cells = Sequence[Sequence[object]]


def table(kind: str, *changes: dict[str, str]) -> list[list[str]]:
    """Un export : l'en-tête, puis une ligne type par dictionnaire de cellules changées.

    Un intitulé inconnu de l'en-tête s'y ajoute.
    """
    added = [name for change in changes for name in change if name not in ENTETES[kind]]
    header = [*ENTETES[kind], *dict.fromkeys(added)]
    rows = [[{**LIGNES[kind], **change}.get(name, "") for name in header] for change in changes]
    return [header, *rows]


def csv(cells: Cells, separator: str = ";") -> bytes:
    lines = (separator.join("" if one is None else str(one) for one in row) for row in cells)
    return ("\n".join(lines) + "\n").encode()


def xlsx(**sheets: Cells) -> bytes:
    """Un classeur : un onglet par argument ; une cellule None reste vide."""
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"in_memory": True}) as workbook:
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for line, row in enumerate(rows):
                for column, value in enumerate(row):
                    if value is not None:
                        sheet.write(line, column, value)
    return output.getvalue()


def export(
    kind: str, *changes: dict[str, str], structure: str = "CIE84", jour: str = JOUR
) -> tuple[str, bytes]:
    """Le nom et le contenu d'un export inventé."""
    return f"{kind}_{structure}_{jour}.csv", csv(table(kind, *changes))


def read_here(
    _: str, name: str, content: bytes, vocabulary: frozenset[str], *_model: object
) -> Iterator[bytes]:
    """Lit sans processus enfant, dix fois plus vite ; tests/data/read passe par lui."""
    try:
        sheets = sandbox.read_content(name, content, vocabulary)
    except FichierRefuse as refusal:
        return iter([json.dumps({"refusal": str(refusal)}).encode()])
    return sandbox.to_lines(sheets)


def _read_decp_here(
    _: str, asked: dict[str, object], content: bytes, advance: Callable[[float], None]
) -> dict[str, object]:
    """Lit des DECP sans processus enfant ; test_decp_lecture passe aussi par lui."""
    source = Path(asked["chemin"]) if asked["chemin"] else content
    try:
        return child.read_content(asked["nom"], source, asked["sirens"], advance)
    except FichierRefuse as refusal:
        return {"refus": str(refusal)}


def prepare(*files: tuple[str, bytes], **options: object) -> Lot:
    """Le sort de fichiers donnés ensemble ; rien n'est publié."""
    with (
        patch("data.read.exports._run_child", read_here),
        patch("data.decp.read._run_child", _read_decp_here),
    ):
        lot = prepare_files(files, Options(**options))
    for one in lot.fichiers:
        assert_accounting(one)
    return lot


def prepared(name: str, content: bytes, **options: object) -> Prepared:
    """Le sort d'un seul fichier ; rien n'est publié."""
    return prepare((name, content), **options).fichiers[0]


def read(kind: str, *changes: dict[str, str], **options: object) -> Prepared:
    """Le sort d'un export inventé."""
    return prepared(*export(kind, *changes), **options)


def bring(*files: tuple[str, bytes], **options: object) -> Lot:
    """Importe des fichiers ensemble et publie."""
    lot = prepare(*files, **options)
    publish(lot)
    return lot


def stored(name: str) -> pl.DataFrame:
    """Une table de la génération servie."""
    return read_database(current())[name]


def assert_accounting(one: Prepared) -> None:
    """Lues = retenues + doublons + totaux + écartées, quel que soit le sort du fichier."""
    parts = [count for name, count in one.lignes.items() if name != "lues"]
    assert one.lignes["lues"] == sum(parts), one.lignes


def messages(one: Prepared) -> list[tuple[int | None, str | None, str]]:
    """(ligne, colonne, message) de chaque anomalie."""
    return one.anomalies.select("ligne", "colonne", "message").rows()
