"""Le suivi à la sortie, à six et à douze mois : tirages par personne, témoins imposés."""

import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from data.exemples.monde.assemblage import Monde
from data.exemples.monde.cas_limites import Situation
from data.exemples.monde.contrats import Contrat
from data.exemples.monde.personnes import Dossier, Personne
from data.exemples.socle.tirage import EXTRACTION, add_months, deck, rng_for

# Des situations connues, la moitié est positive au sens de la convention (annexe 2).
PARTS_CONNUES = {
    "CDI": 8,
    "CDI inclusion": 1,
    "CDD de plus de 6 mois": 8,
    "CDD de moins de 6 mois": 8,
    "CDD": 3,
    "Intérim": 9,
    "CDDI": 5,
    "Contrat aidé": 2,
    "Contrat de professionnalisation": 2,
    "Apprentissage": 2,
    "Création d'entreprise": 1,
    "Fonction publique": 1,
    "Formation qualifiante": 7,
    "Formation préqualifiante": 4,
    "Demandeur d'emploi": 31,
    "Inactivité": 8,
}
PARTS_CONNU = {"connu": 76, None: 11, "Injoignable": 8, "Non renseigné": 5}
PARTS_EN_CONTRAT = {None: 60, "Toujours en contrat clausé": 34, "connu": 6}
PARTS_SORTIE = {"connu": 40, None: 60}
PARTS_DOUZE = {"connu": 45, None: 45, "Injoignable": 10}
COMMENTAIRES = ("", "", "", "", "Relance par téléphone", "Vu en entretien", "Message laissé")


@dataclass
class Suivi:
    """Une ligne de suivi d'un dossier."""

    dossier: Dossier
    premier: date
    situation: Situation
    commentaire: str


class Enquete:
    """Tire les situations, une personne après l'autre."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.connues = deck(rng, PARTS_CONNUES)
        self.connu = deck(rng, PARTS_CONNU)
        self.en_contrat = deck(rng, PARTS_EN_CONTRAT)
        self.sortie = deck(rng, PARTS_SORTIE)
        self.douze = deck(rng, PARTS_DOUZE)

    def label(self, draw: str | None) -> str | None:
        """Remplace « connu » par une situation tirée."""
        return next(self.connues) if draw == "connu" else draw

    def ask(self, contrats: list[Contrat]) -> Situation:
        """Situations d'une personne d'après tous ses contrats, toutes structures confondues."""
        t0 = min(one.debut for one in contrats)
        due, due_12 = add_months(t0, 6), add_months(t0, 12)
        sortie, date_sortie = self._exit(contrats)
        is_busy = any(one.debut <= due <= one.fin for one in contrats)
        six = self.label(next(self.en_contrat if is_busy else self.connu))
        six, date_six = self._dated(six if due <= EXTRACTION else None, due)
        douze = self.label(next(self.douze)) if due_12 <= EXTRACTION else None
        douze, date_douze = self._dated(douze, due_12)
        return Situation(sortie, date_sortie, six, date_six, douze, date_douze)

    def _exit(self, contrats: list[Contrat]) -> tuple[str | None, date | None]:
        """Situation à la sortie, si le dernier contrat est fini et si elle a été saisie."""
        fin = max(one.fin for one in contrats)
        label = self.label(next(self.sortie))
        if label is None or fin > EXTRACTION - timedelta(days=12):
            return None, None
        return label, fin + timedelta(days=self.rng.randint(1, 12))

    def _dated(self, label: str | None, due: date) -> tuple[str | None, date | None]:
        """Date du relevé : le plus souvent dans la fenêtre, parfois oubliée si rien n'est su."""
        if label is None:
            return None, None
        if label == "Non renseigné":
            return label, None
        shift = self.rng.randint(-25, 80) if self.rng.random() < 0.97 else -45
        return label, min(EXTRACTION, due + timedelta(days=shift))


def follow_ups(monde: Monde) -> list[Suivi]:
    """Une ligne par dossier (quelques dossiers n'en ont pas), témoins compris."""
    rng = rng_for("situations")
    enquete = Enquete(rng)
    by_person: dict[Personne, list[Contrat]] = defaultdict(list)
    first_day: dict[Dossier, date] = {}
    for contrat in monde.contrats:
        by_person[contrat.dossier.personne].append(contrat)
        known = first_day.get(contrat.dossier, contrat.debut)
        first_day[contrat.dossier] = min(known, contrat.debut)
    imposed = {cas.personne: cas.situations for cas in monde.cas}
    rows: list[Suivi] = []
    asked: set[Personne] = set()
    for dossier in sorted(first_day, key=lambda one: (one.structure, len(one.numero), one.numero)):
        person = dossier.personne
        situation = Situation()
        if person in imposed:
            situation = imposed[person][dossier.structure]
        elif person not in asked:
            situation = enquete.ask(by_person[person])
        asked.add(person)
        if any(situation) or rng.random() < 0.6:
            comment = rng.choice(COMMENTAIRES)
            rows.append(Suivi(dossier, first_day[dossier], situation, comment))
    return rows
