"""La liste fermée : ce que contient le fichier protégé, et à quelle maille.

D, S, E : une année, pour le département, une structure ou un EPCI. T, TS, TE : toutes les années.
Ce que la liste n'a pas n'est publié nulle part.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from data.reference import load

# Nombres qui ne comptent pas des personnes : écrits tels que les rend `queries.run`.
EXACTS = {
    "heures_realisees_par_mois": "D T",
    "heures_realisees_par_annee": "T TS TE",
    "heures_cumulees": "D",
    "heures_par_epci": "D",
    "heures_par_structure": "D",
    "heures_par_donneur_ordre": "D",
    "heures_etp": "D",
    "heures_formation": "D",
    "heures_prevues_et_realisees": "D S E",
    "marches_par_annee": "T TS TE",
    "marches_par_etat": "D",
    "marches_par_nature": "D",
    "marches_par_procedure": "D",
    "marches_par_programme": "D S E",
    "marches_par_secteur": "D",
    "marches_par_tranche_montant": "D",
    "marches_par_type_donneur_ordre": "D",
    "marches_liste": "D",
    "actions_par_annee": "T",
    "actions_par_nature": "D S",
    "collectivites_sensibilisees": "D",
    "comites_de_suivi": "D",
    "donneurs_ordre_accompagnes": "D",
    "donneurs_ordre_accompagnes_par_type": "D",
    "donneurs_ordre_contactes": "D",
    "entonnoir_donneurs_ordre": "D S",
    "repere_2023": "T",
    "objectifs_et_realise": "D",
    "financement_departement": "D",
    "financement_par_epci": "D",
    "decp_etat": "T",
    "pnad_part": "T",
    "pnad_par_epci": "D",
    "pnad_oecp": "T",
    "completude": "D T",
    "date_des_donnees": "T",
    "filtres_possibles": "T",
    "parametres": "T",
    "regles_sorties": "T",
    "sources": "T",
    "a_confirmer": "T",
    "notice_information": "T",
    "registre_traitement": "T",
    "regles_retenues": "T",
}
COLONNES_RETIREES = {
    # Des noms d'entreprises dirigeraient droit vers des cellules de moins de trois.
    "marches_liste": ("entreprises", "divisions_naf", "types_entreprises", "employeuses"),
    # Le réalisé compte des personnes : le cube l'écrit ailleurs, arrondi.
    "objectifs_et_realise": ("realise", "part_pct", "part_a_ce_jour_pct"),
    # Le coût d'un poste unique serait le salaire d'une personne : seules les parts sortent.
    "financement_par_epci": ("montant_eur", "cout_eur"),
}

# Ce que la protection lit pour en tirer ses propres tables ; jamais écrit tel quel.
LUS = {
    "beneficiaires_par_categorie": "D S E",
    "sorties_a_six_mois": "D S",
    "types_sorties_positives": "D S",
    "chiffres_cles": "D S E",
    "heures_par_epci": "S",
    "heures_par_categorie": "D",
    "beneficiaires_par_epci": "D",
    "concentration_heures": "D",
    "entreprises_par_type": "D",
    "entreprises_par_secteur": "D",
    "entreprises_roles": "D",
}

# Ce que la protection écrit elle-même : effectifs arrondis et audités, cellules d'entreprises.
PROTEGES = {
    "beneficiaires_par_categorie": "D S E",
    "beneficiaires_par_epci": "D",
    "beneficiaires_par_structure": "D",
    "beneficiaires_par_annee": "T TS TE",
    "sorties_a_six_mois": "D S",
    "taux_sorties": "D S",
    "taux_sorties_par_annee": "T TS",
    "types_sorties_positives": "D S",
    "heures_par_categorie": "D",
    "chiffres_cles": "D S E",
    "entreprises_par_type": "D",
    "entreprises_par_secteur": "D",
    "entreprises_roles": "D",
    "cellules": "T",
}


@dataclass(frozen=True)
class Demande:
    """Une question à laquelle le fichier protégé peut répondre."""

    annee: int | None = None
    structure: str | None = None
    epci: str | None = None

    @property
    def maille(self) -> str:
        """Rend D, S, E, T, TS ou TE."""
        place = "S" if self.structure else "E" if self.epci else ""
        return f"T{place}" if self.annee is None else place or "D"

    @property
    def filters(self) -> dict[str, object]:
        """Rend les filtres de `queries.run`."""
        return {name: value for name, value in vars(self).items() if value is not None}

    @property
    def cle(self) -> str:
        """Rend le texte qui range et retrouve ses lignes : « annee=2023|structure=ITV »."""
        return "|".join(f"{name}={value}" for name, value in self.filters.items())


def demandes(annees: list[int]) -> Iterator[Demande]:
    """Rend toutes les questions de la liste fermée."""
    structures = load()["ref_structure"]["code"].to_list()
    epci = load()["ref_epci"]["siren"].to_list()
    for annee in (None, *annees):
        yield Demande(annee)
        yield from (Demande(annee, structure=code) for code in structures)
        yield from (Demande(annee, epci=code) for code in epci)


def names_for(maille: str) -> list[str]:
    """Rend les indicateurs à lire pour une maille, chacun une fois."""
    named = [*EXACTS.items(), *LUS.items()]
    return list(dict.fromkeys(name for name, mailles in named if maille in mailles.split()))
