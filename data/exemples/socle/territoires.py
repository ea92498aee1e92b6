"""Territoires, communes, QPV et donneurs d'ordre des exports d'exemple.

Communes, EPCI, QPV et SIREN publics : INSEE (code officiel géographique), ANCT (décret 2023-1314).
Les bailleurs, l'hôpital, l'aménageur et le promoteur sont inventés.
"""

import random
from typing import NamedTuple

from data.exemples.socle.siret import siren_commune, siren_fictif, siret


class Territoire(NamedTuple):
    """Un périmètre de comptage : les quatre territoires de l'annexe 3, puis ITV et MLJGA."""

    nom: str
    structure: str
    sigle: str


class Commune(NamedTuple):
    """Une commune, avec son poids dans les tirages (ordre de grandeur de sa population)."""

    nom: str
    code_insee: str
    code_postal: str
    epci: str
    poids: int


class DonneurOrdre(NamedTuple):
    nom: str
    type: str
    siret: str | None


COVE = Territoire("CoVe", "CIE84", "CV")
NORD = Territoire("Nord Vaucluse hors CoVe", "CIE84", "NV")
CCPOP = Territoire("CCPOP", "CIE84", "OR")
HAUT = Territoire("Haut Vaucluse hors CCPOP", "CIE84", "HV")
SUD = Territoire("Sud Vaucluse", "ITV", "SV")
AVIGNON = Territoire("Grand Avignon", "MLJGA", "GA")
TERRITOIRES = (COVE, NORD, CCPOP, HAUT, SUD, AVIGNON)
STRUCTURES = ("CIE84", "ITV", "MLJGA")
SIGLES = {"CIE84": "CIE 84", "ITV": "ITV", "MLJGA": "MLJGA"}

COMMUNES = {
    COVE: (
        Commune("Carpentras", "84031", "84200", "CoVe", 30),
        Commune("Mazan", "84072", "84380", "CoVe", 6),
        Commune("Aubignan", "84004", "84810", "CoVe", 6),
        Commune("Sarrians", "84122", "84260", "CoVe", 6),
        Commune("Caromb", "84030", "84330", "CoVe", 3),
        Commune("Bédoin", "84017", "84410", "CoVe", 3),
        Commune("Malaucène", "84069", "84340", "CoVe", 3),
    ),
    NORD: (
        Commune("Monteux", "84080", "84170", "Les Sorgues du Comtat", 13),
        Commune("Pernes-les-Fontaines", "84088", "84210", "Les Sorgues du Comtat", 10),
        Commune("Althen-des-Paluds", "84001", "84210", "Les Sorgues du Comtat", 3),
        Commune("Malemort-du-Comtat", "84070", "84570", "Ventoux Sud", 3),
        Commune("Sault", "84123", "84390", "Ventoux Sud", 3),
    ),
    CCPOP: (
        Commune("Orange", "84087", "84100", "Pays d'Orange en Provence", 30),
        Commune("Courthézon", "84039", "84350", "Pays d'Orange en Provence", 6),
        Commune("Jonquières", "84056", "84150", "Pays d'Orange en Provence", 5),
        Commune("Caderousse", "84027", "84860", "Pays d'Orange en Provence", 3),
        Commune("Châteauneuf-du-Pape", "84037", "84230", "Pays d'Orange en Provence", 2),
    ),
    HAUT: (
        Commune("Bollène", "84019", "84500", "Rhône Lez Provence", 14),
        Commune("Valréas", "84138", "84600", "Enclave des Papes-Pays de Grignan", 9),
        Commune("Vaison-la-Romaine", "84137", "84110", "Vaison Ventoux", 6),
        Commune("Piolenc", "84091", "84420", "Aygues-Ouvèze en Provence", 6),
        Commune("Camaret-sur-Aigues", "84029", "84850", "Aygues-Ouvèze en Provence", 4),
        Commune("Mondragon", "84078", "84430", "Rhône Lez Provence", 4),
    ),
    SUD: (
        Commune("Cavaillon", "84035", "84300", "Luberon Monts de Vaucluse", 30),
        Commune("Robion", "84099", "84440", "Luberon Monts de Vaucluse", 5),
        Commune("Cheval-Blanc", "84038", "84460", "Luberon Monts de Vaucluse", 4),
        Commune("Apt", "84003", "84400", "Pays d'Apt-Luberon", 10),
        Commune("Gargas", "84047", "84400", "Pays d'Apt-Luberon", 3),
        Commune("Pertuis", "84089", "84120", "Métropole AMP (Pertuis)", 12),
        Commune("Cadenet", "84026", "84160", "COTELUB", 4),
        Commune("La Tour-d'Aigues", "84133", "84240", "COTELUB", 4),
        Commune("L'Isle-sur-la-Sorgue", "84054", "84800", "Pays des Sorgues Monts de Vaucluse", 14),
        Commune("Le Thor", "84132", "84250", "Pays des Sorgues Monts de Vaucluse", 7),
    ),
    AVIGNON: (
        Commune("Avignon", "84007", "84000", "Grand Avignon", 60),
        Commune("Le Pontet", "84092", "84130", "Grand Avignon", 13),
        Commune("Vedène", "84141", "84270", "Grand Avignon", 8),
        Commune("Morières-lès-Avignon", "84081", "84310", "Grand Avignon", 6),
        Commune("Entraigues-sur-la-Sorgue", "84043", "84320", "Grand Avignon", 6),
        Commune("Caumont-sur-Durance", "84034", "84510", "Grand Avignon", 4),
        Commune("Sorgues", "84129", "84700", "Les Sorgues du Comtat", 12),
        # Le Grand Avignon déborde du département : sept de ses communes sont dans le Gard.
        Commune("Villeneuve-lès-Avignon", "30351", "30400", "Grand Avignon", 4),
    ),
}

QPV = {
    "Avignon": (
        "Monclar - Champfleury - Rocade Sud - Barbière - Croix des Oiseaux",
        "Reine Jeanne - Saint Jean - Grange d'Orel",
        "Saint Chamand",
        "Pont des Deux Eaux",
        "Broquetons - Sainte Catherine",
    ),
    "Le Pontet": ("Camp Rambaud - Les Mérides - Joffre - Centre Ville",),
    "Sorgues": ("Les Griffons - Centre ville", "Générat - Establet", "Chaffunes"),
    "Pertuis": ("Centre ancien",),
    "Carpentras": (
        "Centre ville",
        "Amandiers - Éléphant",
        "Pous-du-Plan",
        "Quintine - Villemarie - Bois de l'Ubac - Le Parc",
    ),
    "Orange": ("Fourchevieilles - Comtadines - L'Aygues", "Nogent - Saint Clément"),
    "Monteux": ("Vieux Moulin - Centre ville - Les Mûriers",),
    "Apt": ("Centre ancien - Saint Michel",),
    "L'Isle-sur-la-Sorgue": ("Vallades - Rebenas - Clos Saint Michel - Capucins",),
    "Valréas": ("Centre ancien - Les Tours - La Gaillarde - Mistral - Sévigné",),
    "Cavaillon": (
        "Docteur Ayme - Condamines - Barillon - Saint Martin - Bon Puits - Saint Gilles - Ratacans",
        "La Clède - Gare - Route de Pertuis - Sainte Anne",
    ),
    "Bollène": ("Centre Ancien - Giono",),
}

# Programmes de renouvellement urbain nommés par la convention, et les QPV qu'ils touchent.
PROGRAMMES = {
    "Avignon": ("NPNRU", QPV["Avignon"][:3]),
    "Cavaillon": ("NPNRU", QPV["Cavaillon"][:1]),
    "Carpentras": ("PNRQAD", QPV["Carpentras"][:1]),
}

EPCI = {
    "CoVe": ("Communauté d'agglomération Ventoux-Comtat-Venaissin (CoVe)", "248400053"),
    "Les Sorgues du Comtat": ("CA des Sorgues du Comtat", "248400293"),
    "Ventoux Sud": ("CC Ventoux Sud", "200035723"),
    "Pays d'Orange en Provence": ("CC Pays d'Orange en Provence", "248400236"),
    "Rhône Lez Provence": ("CC Rhône Lez Provence", "200000628"),
    "Enclave des Papes-Pays de Grignan": ("CC Enclave des Papes-Pays de Grignan", "200040681"),
    "Vaison Ventoux": ("CC Vaison Ventoux", "248400335"),
    "Aygues-Ouvèze en Provence": ("CC Aygues-Ouvèze en Provence", "248400160"),
    "Luberon Monts de Vaucluse": ("CA Luberon Monts de Vaucluse", "200040442"),
    "Pays d'Apt-Luberon": ("CC Pays d'Apt-Luberon", "200040624"),
    "COTELUB": ("CC Territoriale Sud Luberon (COTELUB)", "248400285"),
    "Métropole AMP (Pertuis)": ("Métropole d'Aix-Marseille-Provence", "200054807"),
    "Pays des Sorgues Monts de Vaucluse": (
        "CC du Pays des Sorgues et des Monts de Vaucluse",
        "248400319",
    ),
    "Grand Avignon": ("Communauté d'agglomération du Grand Avignon", "248400251"),
}

AUTRES_DONNEURS_ORDRE = (
    DonneurOrdre("Département de Vaucluse", "Département", siret("228400016")),
    DonneurOrdre("Département de Vaucluse", "Département", siret("228400016")),
    DonneurOrdre("Bailleur Exemple Habitat", "Bailleur social", siret(siren_fictif(9001))),
    DonneurOrdre("Bailleur Exemple Habitat", "Bailleur social", siret(siren_fictif(9001))),
    DonneurOrdre("Office Exemple du Logement", "Bailleur social", siret(siren_fictif(9002))),
    DonneurOrdre("Centre hospitalier Exemple", "Hôpital", siret(siren_fictif(9003))),
    DonneurOrdre("Aménageur Exemple SPL", "SEM / SPL", siret(siren_fictif(9004))),
    DonneurOrdre("Syndicat mixte des eaux Durance-Ventoux", "Syndicat", siret("258400654")),
    DonneurOrdre("SDIS de Vaucluse", "Établissement public", siret("288400021")),
    DonneurOrdre("Promoteur-Exemple Résidences", "Privé", None),
)


def donneur_ordre(rng: random.Random, commune: Commune) -> DonneurOrdre:
    """Maître d'ouvrage plausible pour des travaux dans `commune`."""
    draw = rng.random()
    if draw < 0.40:
        numero = siret(siren_commune(commune.code_insee))
        return DonneurOrdre(f"Commune de {commune.nom}", "Commune", numero)
    if draw < 0.58:
        nom, siren = EPCI[commune.epci]
        return DonneurOrdre(nom, "EPCI", siret(siren))
    return rng.choice(AUTRES_DONNEURS_ORDRE)
