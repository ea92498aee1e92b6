"""Personnes inventées : patronymes forgés de syllabes, traits distribués par paquets de cartes."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from data.exemples.socle.territoires import COMMUNES, QPV, Commune, Territoire
from data.exemples.socle.tirage import deck, random_day

DEBUTS = (
    "Zor", "Brum", "Cald", "Drev", "Fal", "Gour", "Havr", "Jorb", "Kelv", "Lum", "Morv", "Nant",
    "Orl", "Prav", "Quer", "Rond", "Sarv", "Trem", "Uzel", "Vord", "Wim", "Xand", "Yrv", "Zel",
)  # fmt: skip
MILIEUX = ("a", "é", "i", "ou", "ar", "el", "in", "on", "u", "è")
FINS = (
    "zac", "vent", "lune", "drel", "mont", "bise", "quin", "tave", "rouze", "çac", "pès", "lœuf",
)  # fmt: skip
PRENOMS_FEMMES = (
    "Chloé", "Éloïse", "Anaïs", "Maëlys", "Inès", "Noémie", "Françoise", "Léa", "Aïcha", "Zoé",
    "Marie-Ange", "Hélène", "Jeanne", "Salomé", "Nœlie", "Sœur-Anne", "Fatou", "Lucie",
)  # fmt: skip
PRENOMS_HOMMES = (
    "Jean-Noël", "Mehdi", "Loïc", "André", "Théo", "Gaël", "Rémi", "Yanis", "Hervé", "François",
    "Karim", "Noël", "Félix", "Ousmane", "Aurélien", "Benoît", "Jérôme", "Raphaël", "Émile",
    "Sébastien", "Ali", "Lucas", "Pierre-Yves", "Stéphane", "Mickaël", "Luís", "Dimitri", "Côme",
)  # fmt: skip

# Parts observées dans d'autres territoires ; None : la case est vide, donc inconnue.
PARTS_SEXE = {"F": 32, "M": 166, None: 2}
PARTS_AGE = {(17, 25): 31, (26, 35): 26, (36, 49): 29, (50, 61): 14}
PARTS_QPV = {True: 25, False: 67, None: 8}
PARTS_BRSA = {True: 40, False: 55, None: 5}
# (RQTH, AAH) : huit pour cent de travailleurs handicapés par l'une ou l'autre voie.
PARTS_TH = {
    (True, False): 11,
    (True, True): 3,
    (False, True): 4,
    (False, False): 172,
    (None, None): 10,
}
# (case DELD, DETLD dans « Autres éligibilités », ancienneté d'inscription en mois).
PARTS_DELD = {
    (True, False, 16): 40,
    (True, False, None): 8,
    (False, True, 31): 10,
    (False, False, 14): 6,
    (None, True, None): 4,
    (False, False, 3): 60,
    (False, False, 7): 42,
    (False, False, None): 28,
    (None, False, None): 12,
}  # fmt: skip
PARTS_NIVEAU = {
    "Infra 3": 34,
    "Niveau 3 (CAP/BEP)": 32,
    "Niveau 4 (Bac)": 17,
    "Niveau 5 et plus": 7,
    None: 10,
}
PARTS_PRESCRIPTEUR = {
    "France Travail": 34,
    "Mission locale": 22,
    "Département (RSA)": 16,
    "SIAE": 12,
    "PLIE": 4,
    "Cap emploi": 4,
    "Candidature spontanée": 4,
    None: 4,
}
PARTS_AUTRES = {None: 86, "Réfugié": 4, "Parent isolé": 5, "Sans hébergement": 2, "PLIE": 3}


@dataclass(eq=False)
class Personne:
    """Une personne telle qu'une fiche la décrit ; None : case vide, inconnue."""

    nom: str
    prenom: str
    naissance: date | None
    sexe: str | None = "M"
    commune: Commune | None = None
    qpv: bool | None = False
    nom_qpv: str | None = None
    brsa: bool | None = False
    ass: bool | None = False
    rqth: bool | None = False
    aah: bool | None = False
    deld: bool | None = False
    autres: str | None = None
    anciennete: int | None = None
    niveau: str | None = "Infra 3"
    prescripteur: str | None = "France Travail"


@dataclass(eq=False)
class Dossier:
    """Une personne suivie par une structure ; `fiche` : la personne, graphie du dossier."""

    personne: Personne
    structure: str
    fiche: Personne
    numero: str = ""


def names(rng: random.Random) -> Iterator[str]:
    """Patronymes forgés, tous différents tant que le stock dure (2 880)."""
    made = [debut + milieu + fin for debut in DEBUTS for milieu in MILIEUX for fin in FINS]
    while True:
        rng.shuffle(made)
        yield from made


class Tireur:
    """Tous les paquets d'un territoire, et de quoi en tirer une personne."""

    def __init__(self, rng: random.Random, territoire: Territoire) -> None:
        self.rng = rng
        self.communes = COMMUNES[territoire]
        self.sexe = deck(rng, PARTS_SEXE)
        self.age = deck(rng, PARTS_AGE)
        self.qpv = deck(rng, PARTS_QPV)
        self.brsa = deck(rng, PARTS_BRSA)
        self.th = deck(rng, PARTS_TH)
        self.deld = deck(rng, PARTS_DELD)
        self.niveau = deck(rng, PARTS_NIVEAU)
        self.prescripteur = deck(rng, PARTS_PRESCRIPTEUR)
        self.autres = deck(rng, PARTS_AUTRES)
        self.a_naissance = deck(rng, {True: 98, False: 2})
        self.a_commune = deck(rng, {True: 97, False: 3})
        self.a_ass = deck(rng, {False: 93, True: 4, None: 3})

    def draw(self, nom: str, annee: int) -> Personne:
        """Une personne qui entre en insertion dans l'année `annee`."""
        sexe = next(self.sexe)
        prenoms = PRENOMS_FEMMES if sexe == "F" else PRENOMS_HOMMES
        rqth, aah = next(self.th)
        deld, est_detld, anciennete = next(self.deld)
        autres = next(self.autres)
        qpv = next(self.qpv)
        commune = self.home(qpv)
        return Personne(
            nom=nom,
            prenom=self.rng.choice(prenoms),
            naissance=self.birth(annee) if next(self.a_naissance) else None,
            sexe=sexe,
            commune=commune,
            qpv=qpv,
            nom_qpv=self.rng.choice(QPV[commune.nom]) if qpv and commune else None,
            brsa=next(self.brsa),
            ass=next(self.a_ass),
            rqth=rqth,
            aah=aah,
            deld=deld,
            autres="DETLD" if est_detld else autres,
            anciennete=anciennete,
            niveau=next(self.niveau),
            prescripteur=next(self.prescripteur),
        )

    def birth(self, annee: int) -> date:
        """Naissance qui place la personne dans la classe d'âge distribuée, à la mi-année."""
        youngest, oldest = next(self.age)
        first = date(annee - oldest - 1, 7, 15)
        last = date(annee - youngest - 1, 12, 15)
        return random_day(self.rng, first, last)

    def home(self, qpv: bool | None) -> Commune | None:
        """Commune de résidence : l'une de celles qui ont un QPV si la personne y vit."""
        possible = [one for one in self.communes if not qpv or one.nom in QPV]
        known = next(self.a_commune)
        if not known and not qpv:
            return None
        return self.rng.choices(possible, [one.poids for one in possible])[0]
