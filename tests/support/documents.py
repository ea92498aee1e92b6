"""Des documents de plénière à ouvrir : ceux d'un petit magasin, et un où tout dessin existe."""

from __future__ import annotations

from pages.pleniere.document import Document
from pages.pleniere.slide import Dessin, Serie, Slide
from pages.pleniere.slides import nom

# Ce qu'un texte libre peut contenir de pire, une fois contrôlé par data/copil.
HOSTILE = "<script>alert(1)</script> & \"x\" 'y' =1+1 \x1b\ufffe"
LISIBLE = "<script>alert(1)</script> & \"x\" 'y' =1+1 "
EN_TETES = ("Date", "Nature", "Chiffre concerné", "Texte")
REGLE = "Effectifs : « < 5 » sous 5 personnes."


def serie(nom, valeurs, textes=None, role="principal"):
    """Une série ; sans textes, ses valeurs en toutes lettres."""
    said = textes or tuple("" if one is None else str(one) for one in valeurs)
    return Serie(nom, tuple(valeurs), tuple(said), role)


def slide(code, dessin=None, tableau=(), titre="", **more):
    """Une diapositive inventée."""
    given = {"chiffres": (), "phrases": (), "regle": "", "notes": "", **more}
    return Slide(
        code=code,
        nom=nom(code),
        titre=titre or f"Constat {code}",
        mesure=f"Mesure {code}",
        dessin=dessin,
        tableau=tableau,
        definition=f"Définition {code}",
        source=f"Source {code}",
        date_donnees="30 septembre 2026",
        perimetre="tout le Vaucluse",
        **given,
    )


def releve(*textes):
    rows = tuple(("1er mai 2026", "Décision", f"Heures : {i}", one) for i, one in enumerate(textes))
    return slide("decisions", tableau=(EN_TETES, *rows), phrases=("Rien d'autre.",))


POUR_CENT = "\u00a0%"
DESSINS = {
    "beneficiaires": Dessin(
        "barres",
        ("RSA", "TH"),
        (serie("Bénéficiaires", (45, None), (f"45 (70{POUR_CENT})", "< 5")),),
        "personnes",
    ),
    "qualite": Dessin(
        "barres",
        ("CIE 84", "ITV"),
        (serie("Mois", (12, 1), ("12 sur 12", "1 sur 12")),),
        "mois",
        repere=12.0,
        repere_libelle="12 mois attendus",
    ),
    "heures": Dessin(
        "colonnes",
        ("2024", "2025"),
        (serie("Heures", (1234.5, 9876.0), ("1\u202f235", "9\u202f876")),),
        "heures",
        repere=5000.0,
        repere_libelle="Objectif : 5\u202f000",
    ),
    "mois": Dessin(
        "colonnes",
        ("janv.", "févr."),
        (
            serie("2025", (10.0, 20.0), ("10", "20")),
            serie("2024", (11.0, None), ("11", "non renseigné"), "repere"),
        ),
        "heures",
    ),
    "marches": Dessin("courbe", ("2024", "2025"), (serie("Marchés", (7, 8)),), "marchés"),
    "financement": Dessin(
        "part_100",
        ("CoVe",),
        (
            serie("État", (70.0,), (f"70{POUR_CENT}",)),
            serie("EPCI", (10.0,), (f"10{POUR_CENT}",)),
            serie("Non renseigné", (20.0,), (f"20{POUR_CENT}",), "inconnu"),
        ),
        "%",
        repere=70.0,
        repere_libelle=f"État : 70{POUR_CENT} au plus",
    ),
    "sorties": Dessin(
        "bornes",
        ("2024", "2025"),
        (
            serie("Au plus bas", (38, None), (f"38{POUR_CENT}", "non publié")),
            serie("Parmi les connues", (49, None), (f"49{POUR_CENT}", "trop peu")),
            serie("Au plus haut", (61, None), (f"61{POUR_CENT}", "non publié")),
        ),
        "%",
        repere=50.0,
        repere_libelle=f"Cible : 50{POUR_CENT}",
    ),
    "territoires": Dessin(
        "carte",
        ("CoVe", "Grand Avignon"),
        (serie("Heures", (900.0, 40.0)),),
        "heures",
        codes=("248400053", "248400251"),
    ),
}


def complete(*textes):
    """Un document où chaque forme de dessin est là, et dont le relevé porte ces textes."""
    slides = tuple(
        slide(code, drawing, (("Rang", "Valeur"), *((one, "–") for one in drawing.categories)),
              chiffres=(("Total", "45"),), phrases=("Une phrase.",), regle=REGLE)
        for code, drawing in DESSINS.items()
    )  # fmt: skip
    words = slide("synthese", chiffres=(("Heures", "9\u202f876"),), phrases=(HOSTILE,))
    return Document("Clauses", "Comité de pilotage", "Chiffres protégés", (words, *slides),
                    releve(*textes), "pleniere_2025")  # fmt: skip
