"""Entreprises inventées : attributaires et sous-traitants des marchés, employeurs de l'insertion.

Toutes portent « Exemple » dans leur raison sociale et un SIREN d'une plage jamais attribuée.
"""

import random
from typing import NamedTuple

from data.exemples.socle.siret import siren_fictif, siret

NOMBRE_ATTRIBUTAIRES_2023 = 252


class Metier(NamedTuple):
    """Un secteur d'activité : lot type, code NAF, préfixe des raisons sociales, poste, ROME."""

    secteur: str
    lot: str
    nature: str
    naf: str
    prefixe: str
    poste: str
    rome: str


METIERS = (
    Metier("Gros œuvre", "Gros œuvre", "Travaux", "43.99C", "Bâti", "Manœuvre", "F1704"),
    Metier("Gros œuvre", "Maçonnerie", "Travaux", "43.99C", "Maçonnerie", "Maçon", "F1703"),
    Metier("VRD", "VRD - Terrassement", "Travaux", "42.11Z", "Voirie", "Ouvrier VRD", "F1702"),
    Metier("Électricité", "Électricité", "Travaux", "43.21A", "Élec", "Aide électricien", "F1602"),
    Metier("CVC", "Plomberie - CVC", "Travaux", "43.22A", "Thermie", "Aide plombier", "F1603"),
    Metier("Peinture", "Peinture", "Travaux", "43.34Z", "Peinture", "Peintre", "F1606"),
    Metier("Menuiserie", "Menuiseries", "Travaux", "43.32A", "Menuiserie", "Poseur", "F1607"),
    Metier("Couverture", "Étanchéité", "Travaux", "43.99A", "Toiture", "Étancheur", "F1610"),
    Metier("Isolation", "Façades - Isolation", "Travaux", "43.29A", "Isol", "Façadier", "F1611"),
    Metier("Espaces verts", "Espaces verts", "Services", "81.30Z", "Jardin", "Jardinier", "A1203"),
    Metier("Propreté", "Nettoyage", "Services", "81.21Z", "Propreté", "Agent", "K2204"),
    Metier("Déchets", "Collecte", "Services", "38.11Z", "Collecte", "Ripeur", "K2303"),
    Metier(
        "Restauration", "Restauration", "Services", "56.29B", "Table", "Aide cuisinier", "G1602"
    ),
    Metier("Études", "Études", "Prestations intellectuelles", "71.12B", "Études", "Aide", "F1104"),
)
# Les lots de travaux dominent ; les services suivent, les études sont rares.
POIDS_METIERS = (14, 10, 16, 9, 9, 9, 7, 6, 6, 9, 10, 4, 3, 2)


class Entreprise(NamedTuple):
    raison_sociale: str
    siren: str
    siret: str
    naf: str
    type: str


class Employeur(NamedTuple):
    """Une structure qui signe les contrats à la place de l'attributaire, et sa modalité."""

    entreprise: Entreprise
    modalite: str
    territoires: tuple[str, ...]


def fictive(rank: int, metier: Metier, type_entreprise: str = "Entreprise classique") -> Entreprise:
    """Entreprise inventée numéro `rank`."""
    siren = siren_fictif(rank)
    nom = f"{metier.prefixe}-Exemple {rank}"
    return Entreprise(nom, siren, siret(siren), metier.naf, type_entreprise)


def other_office(entreprise: Entreprise) -> Entreprise:
    """Le deuxième établissement d'une entreprise : même SIREN, autre SIRET, nom en capitales."""
    nom = f"{entreprise.raison_sociale} SARL".upper()
    return entreprise._replace(raison_sociale=nom, siret=siret(entreprise.siren, 2))


def companies(rng: random.Random, first: int, count: int) -> list[tuple[Metier, Entreprise]]:
    """`count` entreprises numérotées à partir de `first`, chacune avec son métier."""
    metiers = rng.choices(METIERS, POIDS_METIERS, k=count)
    types = ("Entreprise classique", "EI", "EA", "ACI")
    chosen = rng.choices(types, (90, 4, 3, 3), k=count)
    pairs = zip(metiers, chosen, strict=True)
    return [
        (metier, fictive(first + rank, metier, type_entreprise))
        for rank, (metier, type_entreprise) in enumerate(pairs)
    ]


def _employer(rank: int, nom: str, type_: str, modalite: str, territoires: str) -> Employeur:
    siren = siren_fictif(8000 + rank)
    entreprise = Entreprise(f"{nom}-Exemple", siren, siret(siren), "78.20Z", type_)
    return Employeur(entreprise, modalite, tuple(territoires.split()))


ETTI = "Mise à disposition ETTI"
# Le dernier mot : les structures où l'employeur travaille (le Sud et le Nord partagent une ETTI).
EMPLOYEURS = (
    _employer(1, "Intérim Insertion Ventoux", "ETTI", ETTI, "CIE84 ITV"),
    _employer(2, "Tremplin Intérim Orange", "ETTI", ETTI, "CIE84"),
    _employer(3, "Luberon Intérim Insertion", "ETTI", ETTI, "ITV"),
    _employer(4, "Passerelle Intérim Avignon", "ETTI", ETTI, "MLJGA"),
    _employer(5, "Coup de main Comtat", "AI", "Mise à disposition AI", "CIE84"),
    _employer(6, "Coup de main Avignon", "AI", "Mise à disposition AI", "MLJGA ITV"),
    _employer(7, "GEIQ BTP Provence", "GEIQ", "Mise à disposition GEIQ", "CIE84 ITV MLJGA"),
    _employer(8, "Intérim Général", "ETT", "Mise à disposition ETT", "CIE84 ITV MLJGA"),
    _employer(9, "Chantier Rebond", "ACI", "Sous-traitance SIAE", "CIE84 MLJGA"),
    _employer(10, "Insertion Services Sud", "EI", "Sous-traitance SIAE", "ITV MLJGA"),
    _employer(11, "Atelier Adapté", "EA", "Sous-traitance EA/ESAT", "CIE84 ITV MLJGA"),
)
DIRECTE = "Embauche directe"
# L'ETTI est la voie principale : plus de la moitié des contrats.
PARTS_MODALITES = {
    ETTI: 55,
    DIRECTE: 16,
    "Mise à disposition GEIQ": 9,
    "Mise à disposition AI": 7,
    "Mise à disposition ETT": 5,
    "Sous-traitance SIAE": 6,
    "Sous-traitance EA/ESAT": 2,
}
TYPES_CONTRAT = {
    ETTI: ("Intérim",),
    DIRECTE: ("CDD de moins de 6 mois", "CDD de plus de 6 mois", "CDD", "CDI", "Apprentissage"),
    "Mise à disposition GEIQ": ("Contrat de professionnalisation", "Apprentissage", "CDD"),
    "Mise à disposition AI": ("CDD d'usage",),
    "Mise à disposition ETT": ("Intérim",),
    "Sous-traitance SIAE": ("CDDI",),
    "Sous-traitance EA/ESAT": ("CDD", "CDD de plus de 6 mois"),
}


def employer_for(rng: random.Random, structure: str, modalite: str) -> Entreprise | None:
    """Employeur d'un contrat selon sa modalité ; None pour une embauche directe."""
    possible = [
        employeur.entreprise
        for employeur in EMPLOYEURS
        if employeur.modalite == modalite and structure in employeur.territoires
    ]
    return rng.choice(possible) if possible else None
