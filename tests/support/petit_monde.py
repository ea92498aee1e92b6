"""De petits exports typés, tirés au sort, et ce qu'une lecture juste doit en ranger.

Les cellules restent des nombres, des dates et des Oui/Non jusqu'à l'écriture : la vérité se
calcule sur elles, jamais sur le texte sali ni avec le code du projet.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from tests.support.commande import ask
from tests.support.petits_exports import ENTETES

Cellule = str | Decimal | date | bool | None
STRUCTURES = ("CIE84", "ITV", "MLJGA")
EXTRACTION = "20241231"
MOIS = ("Janv.", "Févr.", "Mars", "Avr.", "Mai", "Juin",
        "Juil.", "Août", "Sept.", "Oct.", "Nov.", "Déc.")  # fmt: skip
CLES = ("N° contrat", "N° participant", "N° marché", "N° lot", "Entreprise", "Employeur")
SORTES = {"marches": "Marches", "engagements": "Engagements", "participants": "Participants",
          "contrats": "Contrats", "heures": "Heures", "larges": "Heures",
          "situations": "Situations", "extraction": "Extraction"}  # fmt: skip
# La colonne que l'on additionne, par sorte ; c'est elle que portent les lignes de total.
MESURES = {"marches": "Heures prévues", "engagements": "Heures engagées",
           "contrats": "Heures réalisées", "heures": "Heures réalisées", "larges": "Total",
           "extraction": "Heures réalisées"}  # fmt: skip
NOMS = ("Inventée", "Exemplaire", "Fictif", "Modèle", "Pasvrai", "Imaginaire", "Brouillon")
PRENOMS = ("Léa", "Noé", "Zoé", "Amine", "Élodie", "Sacha", "Maëlle", "Hugo", "Inès")
COMMUNES = (("Carpentras", "84031"), ("Avignon", "84007"), ("Orange", "84087"), ("Apt", "84003"))


@dataclass
class Tableau:
    """Un export avant d'être écrit : sorte, structure, intitulés, lignes de cellules typées."""

    sorte: str
    structure: str
    entetes: list[str]
    lignes: list[list[Cellule]] = field(default_factory=list)

    def rank(self, heading: str) -> int:
        return self.entetes.index(heading)

    @property
    def nom(self) -> str:
        annee = "_2024" if self.sorte == "larges" else ""
        return f"Export_{SORTES[self.sorte]}{annee}_{self.structure}_{EXTRACTION}"


def _luhn(base: str) -> str:
    total = 0
    for rank, digit in enumerate(reversed(base)):
        value = int(digit) * (2 - rank % 2)
        total += value - 9 if value > 9 else value
    return base + str(-total % 10)


def siret(number: int) -> str:
    """Un SIRET inventé dont les deux clés sont justes."""
    return _luhn(_luhn(f"9000{number:04d}") + "0001")


def _hours(draw: random.Random) -> Decimal:
    """Des quarts d'heure : ils s'écrivent aussi bien en décimales qu'en heures et minutes."""
    return Decimal(draw.randint(56, 600)) / 4


class Monde:
    """Les marchés, personnes et contrats d'une structure, tirés d'une graine."""

    def __init__(self, draw: random.Random, structure: str, size: int) -> None:
        rank = STRUCTURES.index(structure) + 1
        self.draw, self.structure = draw, structure
        self.marches = [(f"M{rank}{one:03d}", f"{one % 3 + 1:02d}") for one in range(1, 6)]
        self.contrats = [self._contrat(rank, one) for one in range(size)]

    def _contrat(self, rank: int, one: int) -> dict[str, Cellule]:
        marche, lot = self.draw.choice(self.marches)
        debut = date(2024, self.draw.randint(1, 6), self.draw.randint(1, 28))
        commune, insee = COMMUNES[one % len(COMMUNES)]
        femme = self.draw.random() < 0.4
        return {
            "N° contrat": f"0{rank}{one:04d}", "N° participant": f"00{rank}{one:04d}",
            "N° marché": marche, "N° lot": lot, "Structure": self.structure,
            "Maître d'ouvrage": "CoVe", "Marché": marche, "Entreprise": "Façades Imaginaires",
            "SIRET": siret(one), "Employeur": "Intérim Factice", "SIRET employeur": siret(500),
            "Type d'employeur": "ETTI", "Type de contrat": "CDD", "Durée hebdo": Decimal(35),
            "Nom": NOMS[one % 7] + "abcdefghi"[one // 7], "Prénom": PRENOMS[one % 9],
            "Civilité": "Mme" if femme else "M.", "Sexe": "F" if femme else "H",
            "Date de naissance": date(1970, 1, 1) + timedelta(days=one * 97 + rank * 13),
            "Commune": commune, "Code INSEE": insee, "Code postal": "84200",
            "QPV": self.draw.random() < 0.3, "RQTH": self.draw.random() < 0.3,
            "BRSA": self.draw.random() < 0.5, "ASS": False, "AAH": False,
            "DELD": self.draw.random() < 0.5, "Statut": self.draw.choice(("BRSA", "DELD", "TH")),
            "Niveau de formation": "Bac", "Prescripteur": "France Travail", "Date d'entrée": debut,
            "Date de début": debut, "Date début": debut, "Date de fin prévue": date(2024, 11, 29),
            "Date de fin réelle": date(2024, 11, 29), "Date fin": date(2024, 11, 29),
            "Date du 1er contrat": debut, "Situation à 6 mois": self.draw.choice(("CDI", "CDD")),
            "Date de relevé à 6 mois": debut + timedelta(days=183), "Validé": True,
            "Heures réalisées": _hours(self.draw) * 2,
        }  # fmt: skip

    def _marche(self, number: int, marche: str, lot: str) -> dict[str, Cellule]:
        return {
            "N° opération": f"OP{number}", "Intitulé de l'opération": "Réhabilitation inventée",
            "Maître d'ouvrage": "CoVe", "Type de maître d'ouvrage": "EPCI",
            "SIRET MO": siret(900 + number), "Commune des travaux": "Carpentras",
            "Code INSEE": "84031", "Programme": "Hors programme", "N° marché": marche,
            "N° lot": lot, "Intitulé du lot": f"Lot {number}", "Nature du marché": "Travaux",
            "Statut": "En cours", "Date de notification": date(2023, number % 9 + 1, 10 + number),
            "Heures prévues": Decimal(900 + 457 * number), "Entreprise": f"Voirie Exemple {number}",
            "SIRET": siret(number), "Rôle": "Titulaire", "Code NAF": "4399C",
            "Heures engagées": Decimal(800 + 433 * number) + Decimal("0.5"),
            "Montant HT": Decimal(100_000 + 12_345 * number),
        }  # fmt: skip

    def tableau(self, sorte: str) -> Tableau:
        """L'export de cette sorte."""
        if sorte == "larges":
            return self._wide()
        headings = [one.strip() for one in ENTETES[SORTES[sorte]].split(";")]
        if sorte in ("marches", "engagements"):
            found = [self._marche(at, *key) for at, key in enumerate(self.marches, 1)]
        elif sorte == "heures":
            found = [{**one, "Mois": str(month), "Année": "2024", "Heures réalisées": value}
                     for one in self.contrats for month, value in self._months(one)]  # fmt: skip
        else:
            found = self.contrats
        lines = [[one.get(heading) for heading in headings] for one in found]
        return Tableau(sorte, self.structure, headings, lines)

    def _months(self, contrat: dict[str, Cellule]) -> list[tuple[int, Decimal]]:
        first = contrat["Date de début"].month + 1
        return [(first + one, _hours(self.draw)) for one in range(self.draw.randint(1, 4))]

    def _wide(self) -> Tableau:
        lines = []
        for one in self.contrats:
            worked = dict(self._months(one))
            months = [worked.get(month) for month in range(1, 13)]
            lines.append([*(one[key] for key in CLES), *months, sum(worked.values())])
        return Tableau("larges", self.structure, [*CLES, *MOIS, "Total"], lines)


# --- la vérité, et ce que le magasin en dit, sous la même forme : un compte de n-uplets

LUS = {
    "marches": ("marches", "date_notification, heures_prevues, montant_ht_eur"),
    "engagements": ("engagements", "siret, heures_engagees"),
    "participants": ("participants", "sexe, brsa, rqth, date_entree"),
    "contrats": ("contrats", "date_debut, date_fin_reelle, heures_controle"),
    "heures": ("heures", "mois, heures_realisees"),
    "larges": ("heures", "mois, heures_realisees"),
    "situations": ("situations", "date_releve_6_mois, situation_6_mois"),
    "extraction": ("extraction", "date_debut, date_fin, heures_realisees, sexe, rqth"),
}
VRAIS = {
    "marches": ("Date de notification", "Heures prévues", "Montant HT"),
    "engagements": ("SIRET", "Heures engagées"),
    "participants": ("Sexe", "BRSA", "RQTH", "Date d'entrée"),
    "contrats": ("Date de début", "Date de fin réelle", "Heures réalisées"),
    "situations": ("Date de relevé à 6 mois", "Situation à 6 mois"),
    "extraction": ("Date début", "Date fin", "Heures réalisées", "Sexe", "RQTH"),
}
CODES = {"F": "femme", "H": "homme", "CDI": "cdi", "CDD": "cdd_duree_inconnue"}
PERSONNES = {"extraction": "personne", "participants": "personne", "heures": "numero_participant",
             "larges": "numero_participant", "contrats": "numero_participant",
             "situations": "numero_participant"}  # fmt: skip


def _plain(value: object) -> object:
    if isinstance(value, Decimal | float | int) and not isinstance(value, bool):
        return round(float(value), 2)
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else CODES.get(value, value)


def truth(one: Tableau) -> tuple[Counter, int]:
    """(lignes, personnes) attendues d'un tableau ; les doublons exacts ne comptent pas."""
    lines = list(dict.fromkeys(map(tuple, one.lignes)))
    if one.sorte == "heures":
        wanted = [(date(2024, int(line[one.rank("Mois")]), 1), line[one.rank("Heures réalisées")])
                  for line in lines]  # fmt: skip
    elif one.sorte == "larges":
        first = one.rank(MOIS[0])
        wanted = [(date(2024, month + 1, 1), line[first + month])
                  for line in lines for month in range(12) if line[first + month]]  # fmt: skip
    else:
        ranks = [one.rank(heading) for heading in VRAIS[one.sorte]]
        wanted = [tuple(line[rank] for rank in ranks) for line in lines]
    key = "N° participant" if "N° participant" in one.entetes else "Date de naissance"
    people = {line[one.rank(key)] for line in lines} if key in one.entetes else set()
    return Counter(tuple(map(_plain, line)) for line in wanted), len(people)


def stored(store: Path, sorte: str, structure: str) -> tuple[Counter, int]:
    """La même chose, lue par SQL dans le magasin servi."""
    name, columns = LUS[sorte]
    # Un mois vide peut être rangé ou non : il ne change aucun chiffre.
    worked = " and coalesce(heures_realisees, 0) <> 0" if name == "heures" else ""
    where = f"from {name} where structure = '{structure}'{worked}"
    lines = Counter(tuple(map(_plain, line)) for line in ask(store, f"select {columns} {where}"))
    if sorte not in PERSONNES:
        return lines, 0
    counted = ask(store, f"select count(distinct {PERSONNES[sorte]}) {where}")
    return lines, counted[0][0] if counted else 0
