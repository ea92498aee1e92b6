"""Ce que porte chaque dossier : ses tableaux, dans l'ordre ; ni Streamlit, ni chiffre calculé.

L'écran, le classeur et la ligne de commande lisent le même contenu.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import polars as pl

import queries
from pages.shared.frame.export import Export
from pages.shared.words.findings.nouns import sentence
from pages.shared.words.formatting import counted, day, euros
from pages.shared.words.labels import to_export

# Nom de la feuille (31 signes au plus) -> requête.
FICHE = {
    "Objectifs": "objectifs_et_realise",
    "Parts et règles": "regles_financement",
    "Acompte et solde": "versements_departement",
    "Versements": "versements",
    "Documents attendus": "pieces_attendues",
    "Exports reçus": "exports_recus",
    "Mises en demeure": "mises_en_demeure",
}
SOLDE = {
    "Postes et coûts": "financement_par_poste",
    "Parts et règles": "regles_financement",
    "Acompte et solde": "versements_departement",
    "Versements": "versements",
    "Chiffres clés": "chiffres_cles",
    "Annexe 2": "annexe_2",
    "Pièces attendues": "pieces_attendues",
    "Pièces manquantes": "relances_documents",
    "Méthodes": "regles_retenues",
}
# Ce que montre la feuille, à l'écran et imprimée : ce qui s'examine ; le classeur garde le reste.
# La structure et l'année sont dans le titre du dossier.
SHOWN: dict[str, tuple[str, ...]] = {
    "objectifs_et_realise": ("libelle", "objectif", "realise", "part_pct", "mois_finis",
                             "objectif_a_ce_jour", "part_a_ce_jour_pct", "source_decision"),
    "regles_financement": ("libelle", "nom_perimetre", "constat_pct", "seuil_pct", "respect",
                           "ecart_pct", "ecart_eur", "raison"),
    "versements_departement": ("nature_versement", "notifie_eur", "attendu_eur", "verse_eur",
                               "reste_eur", "date_attendue", "date_versement", "etat"),
    "versements": ("financeur", "nom_epci", "prevu_eur", "notifie_eur", "verse_eur", "reste_eur",
                   "dernier_versement"),
    "financement_par_poste": ("poste", "nom_epci", "etp", "cout_eur", "financeur", "montant_eur",
                              "part_pct", "seuil_pct"),
    "pieces_attendues": ("export", "periode", "date_arrete", "date_attendue", "etat_piece",
                         "retard_jours"),
    "exports_recus": ("format", "fichiers", "premiere_extraction", "derniere_extraction"),
    "mises_en_demeure": ("signataire", "date_etape", "etape_libelle", "suite_libelle", "ecriture",
                         "ecrit_le", "par"),
    "chiffres_cles": ("indicateur", "valeur", "unite", "inconnus", "valeur_precedente",
                      "periode_precedente"),
    "annexe_2": ("libelle", "valeur", "unite", "inconnus", "completude", "note"),
    "relances_documents": ("export", "document", "periode", "date_attendue", "retard_jours",
                           "motif"),
    "regles_retenues": ("numero", "sujet", "regle", "reste_a_confirmer"),
}  # fmt: skip
# Ce que dit une cellule vide d'un de ces tableaux : rien n'y manque.
ABSENT: dict[str, dict[str, str]] = {
    "objectifs_et_realise": dict.fromkeys(
        ("part_pct", "objectif_a_ce_jour", "part_a_ce_jour_pct"), "sans objet"
    ),
    "versements": {"nom_epci": "sans objet"},
}
BROKEN = ("règle de la convention ne tient pas", "règles de la convention ne tiennent pas",
          "aucune règle de la convention n'est rompue")  # fmt: skip
MISSED = ("objectif n'est pas atteint", "objectifs ne sont pas atteints",
          "aucun objectif n'est manqué")  # fmt: skip
LATE = ("document attendu est en retard", "documents attendus sont en retard",
        "aucun document attendu n'est en retard")  # fmt: skip
SAME = "idem"
# Ce que dit un tableau sans ligne : une liste de manques vide est une bonne nouvelle.
NO_LINE = "Aucune ligne reçue pour cette structure et cette année."
EMPTY = {
    "mises_en_demeure": "Aucune étape de l'article 4 n'est écrite pour cette structure et cette "
    "année.",
    "relances_documents": "Tous les documents attendus sont reçus.",
}
NO_GOAL, ALL_PAID = "aucun objectif n'est fixé", "le Département a versé ce qu'il doit"
DOSSIERS = {"fiche": FICHE, "solde": SOLDE}
TITLES = {"fiche": "Fiche de l'article 4", "solde": "Dossier de solde"}
ARTICLE_4 = (
    "« En cas de non-atteinte des objectifs, d'inexécution ou d'exécution tardive ou partielle des "
    "obligations contractuelles, de non-fourniture des documents prévus à la présente convention "
    "dans les délais par les opérateurs, les signataires […] se réservent le droit, après mise en "
    "demeure restée infructueuse, de suspendre […] le paiement […], de réduire […] le montant "
    "restant à verser, ou d'exiger le reversement de tout ou partie des sommes déjà versées. » "
    "(convention, article 4). Cette fiche dit des faits ; elle ne propose aucune suite."
)
SOLDE_WORDS = (
    "« Le solde de 30 %, sur production des justificatifs » (convention, article 4). Voici les "
    "postes, leur coût, les parts, les résultats de l'année, et les pièces qui manquent encore."
)
WORDS = {"fiche": ARTICLE_4, "solde": SOLDE_WORDS}
Read = Callable[[str], pl.DataFrame]


@dataclass(frozen=True)
class Section:
    """Un tableau d'un dossier : le nom de sa feuille, ce qu'il mesure, ses lignes."""

    nom: str
    description: queries.Description
    frame: pl.DataFrame

    def shown(self) -> pl.DataFrame:
        """Rend les colonnes qui tiennent sur une feuille, sans celles qui n'ont rien à dire."""
        kept = _in_words(self.frame).select(SHOWN[self.description.name])
        said = [one for one in kept.columns if kept[one].null_count() < kept.height]
        return kept.select(said).with_columns(
            [pl.col(one).fill_null("") for one in ("raison", "piece_attendue") if one in said]
        )


def _in_words(frame: pl.DataFrame) -> pl.DataFrame:
    """Dit l'unité d'un taux dans son libellé, et une complétude répétée d'un mot."""
    if {"indicateur", "libelle"} <= set(frame.columns):
        is_rate = pl.col("indicateur").str.ends_with("_pct")
        name = pl.col("libelle")
        frame = frame.with_columns(libelle=pl.when(is_rate).then(name + " (%)").otherwise(name))
    if "completude" in frame.columns:
        told = pl.col("completude")
        again = (told == told.shift()).fill_null(False)
        frame = frame.with_columns(completude=pl.when(again).then(pl.lit(SAME)).otherwise(told))
    return frame


def sections(kind: str, read: Read) -> list[Section]:
    """Rend les tableaux d'un dossier, vides compris : ce qui manque est dit, jamais tu."""
    return [
        Section(nom, queries.describe(query), read(query)) for nom, query in DOSSIERS[kind].items()
    ]


def answer(found: list[Section]) -> tuple[str, str]:
    """Dit, d'un dossier, les règles qui ne tiennent pas, ce qui reste à verser et ce qui manque."""
    frames = {one.description.name: one.frame for one in found}
    rules, paid = frames["regles_financement"], frames["versements_departement"]
    told = [number_of(rules.filter(respect="non").height, *BROKEN)]
    if "objectifs_et_realise" in frames:
        goals = frames["objectifs_et_realise"].filter("est_fixe")
        missed = goals.filter(pl.col("part_a_ce_jour_pct") < 100).height
        among = f", sur {goals.height}" if goals.height else ""
        told.insert(0, f"{number_of(missed, *MISSED)}{among}" if goals.height else NO_GOAL)
    left = paid["reste_eur"].sum() or 0
    late = frames["pieces_attendues"].filter(pl.col("retard_jours") > 0).height
    owed = f"il reste {euros(left)} à verser par le Département" if left else ALL_PAID
    return (
        sentence(f"{' ; '.join(told)}."),
        sentence(f"{owed} ; {number_of(late, *LATE)}."),
    )


def number_of(count: int, one: str, many: str, none: str) -> str:
    """Compte ce qui ne va pas : rien, un, plusieurs."""
    return counted(count, one, many) if count else none


def sheets(
    kind: str, found: list[Section], subject: str, dated: date | None, protection: str
) -> dict[str, Export]:
    """Rend le classeur d'un dossier : une feuille par tableau, ses notes dessous."""
    return {
        one.nom: Export(
            f"{TITLES[kind]} · {one.description.titre}",
            to_export(one.frame, one.description.codes),
            (
                ("Dossier", TITLES[kind]),
                ("Sujet", subject),
                ("Date des données", day(dated)),
                ("Contenu", one.description.titre if one.frame.height else "aucune ligne reçue"),
                ("Définition", one.description.definition),
                ("Source", one.description.source),
                ("Protection", protection),
            ),
            kind,
        )
        for one in found
    }
