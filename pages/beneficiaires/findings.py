"""Les constats des bénéficiaires : ce que disent les titres, d'après les résultats des requêtes."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from pages.shared.words.findings.leaders import Entry, entries_of, first, leaders, ranking
from pages.shared.words.findings.nouns import BENEFICIAIRES, PERSONNES, Noun, sentence
from pages.shared.words.formatting import counted, hours, lower_first, number, percent

# Une catégorie et celles qu'elle contient : seules ces dernières se lisent « dont ».
INSIDE = {
    "brsa_femmes": "brsa",
    "jeunes_18_25": "moins_26",
    "deld_12_24": "deld",
    "detld": "deld",
}
# Au-delà, des réunions à égalité ne disent rien d'aucune.
TIES_TOLD = 2
# Les publics qui se recouvrent, en abrégé.
OVERLAPPING = {
    "brsa": "RSA",
    "jeunes_18_25": "18-25 ans",
    "th": "TH",
    "deld": "DELD",
    "qpv": "QPV",
}
# Lignes de la requête des quartiers qui ne sont pas un quartier.
NO_QUARTER = ("hors_qpv", "inconnu", "non_precise")
IN_QUARTER = Noun(
    "bénéficiaire habite", "bénéficiaires habitent", rien="aucun bénéficiaire connu n'habite"
)
SEVERAL = Noun("personne est", "personnes sont", rien="aucune personne n'est")
SEVERAL_CONTRACTS = Noun(
    "bénéficiaire a eu", "bénéficiaires ont eu", rien="aucun bénéficiaire n'a eu"
)
STARTED = Noun("contrat commencé", "contrats commencés")
Row = dict[str, object]


def categories_words(frame: pl.DataFrame, small: int) -> str:
    """Dit le nombre de bénéficiaires et le public le plus nombreux, parmi ce que l'on connaît.

    `frame` : beneficiaires_par_categorie ; `small` : sous cet effectif, la prudence est dite.
    """
    total = frame.filter(categorie="total")
    if total.is_empty():
        return ""
    count = total["beneficiaires"][0]
    if not count:
        return sentence(BENEFICIAIRES.counted(count))
    few = " (petit effectif, à lire avec prudence)" if count < small else ""
    publics = frame.filter(~pl.col("categorie").is_in(["total", *INSIDE]))
    best = leaders(entries_of(publics, "libelle", "beneficiaires"))
    said = f"{sentence(BENEFICIAIRES.counted(count))}{few}"
    if not best.names:
        return f"{said} ; aucun n'est connu dans l'un de ces publics"
    shown = first(best, alone="public le plus présent", tied="publics les plus présents")
    part = publics.filter(beneficiaires=publics["beneficiaires"].max())["part_pct"][0]
    more = f" ({percent(part)} de ceux dont on le sait)" if best.est_seul and part else ""
    return f"{said} ; {shown}{more}"


def publics_words(frame: pl.DataFrame) -> str:
    """Dit les trois publics les plus nombreux ; `frame` : beneficiaires_par_categorie."""
    publics = frame.filter(~pl.col("categorie").is_in(["total", *INSIDE]))
    shown = ranking(entries_of(publics, "libelle", "beneficiaires"), 3)
    return f"Les plus nombreux : {shown}" if shown else ""


def pairs_words(frame: pl.DataFrame) -> str:
    """Dit la réunion de publics la plus fréquente, si elle se détache.

    `frame` : beneficiaires_recouvrements.
    """
    joined = frame.filter(pl.col("nombre_categories") >= 2)
    entries = [
        (" + ".join(OVERLAPPING.get(one, one) for one in combination.split("+")), count)
        for combination, count in joined.select("combinaison", "beneficiaires").iter_rows()
    ]
    best = leaders(entries, PERSONNES.counted)
    if len(best.names) > TIES_TOLD:
        return ""
    return first(best, alone="Réunis le plus souvent", tied="Réunis le plus souvent")


def overlaps_words(frame: pl.DataFrame) -> str:
    """Dit combien de personnes sont dans plusieurs publics."""
    several = frame.filter(pl.col("nombre_categories") >= 2)["beneficiaires"].sum()
    words = sentence(SEVERAL.counted(several))
    return f"{words} dans au moins deux de ces publics à la fois"


def largest_words(frame: pl.DataFrame, code: str, alone: str, tied: str) -> str:
    """Dit la rangée la plus nombreuse, l'inconnu mis à part ; `frame` : code, libelle, part_pct."""
    known = frame.filter(pl.col(code) != "inconnu")
    entries = [(_with_part(row), row["beneficiaires"]) for row in known.iter_rows(named=True)]
    found = first(leaders(entries), alone=alone, tied=tied)
    nobody = not frame["beneficiaires"].sum()
    unknown = "Rien n'est renseigné pour ces bénéficiaires"
    return found or (sentence(BENEFICIAIRES.counted(0)) if nobody else unknown)


def _with_part(row: Row) -> str:
    part = row.get("part_pct")
    name = lower_first(str(row["libelle"]))
    return name if part is None else f"{name} ({percent(part)})"


def sum_words(frame: pl.DataFrame, places: str) -> str:
    """Dit pourquoi la somme dépasse le total ; sinon, les premiers."""
    row = frame.row(0, named=True)
    if (row["somme"] or 0) > (row["total_distinct"] or 0):
        return (
            f"La somme ({number(row['somme'])}) dépasse le total ({number(row['total_distinct'])}) "
            f": une personne présente dans deux {places} compte dans les deux"
        )
    code = "epci" if "epci" in frame.columns else "structure"
    known = frame.filter(~pl.col(code).is_in(["inconnu", "hors_departement"]))
    shown = ranking(list(known.select("nom", "beneficiaires").iter_rows()), 2)
    return f"En tête : {shown}" if shown else "Aucun bénéficiaire n'y est connu"


def yearly_words(frame: pl.DataFrame, choisie: str) -> str:
    """Dit l'année choisie ; sans elle, les dernières. Une année entamée ne se compare pas.

    `frame` : beneficiaires_par_annee (annee, beneficiaires, entrants).
    """
    own = frame.filter(pl.col("annee").cast(pl.String) == choisie)
    if own.height:
        row = own.row(0, named=True)
        said = f"{sentence(BENEFICIAIRES.counted(row['beneficiaires']))} en {choisie}"
        if not row["beneficiaires"] or row["entrants"] is None:
            return said
        if not row["entrants"]:
            return f"{said}, aucun n'est entré dans l'année"
        return f"{said}, dont {counted(row['entrants'], 'entré', 'entrés')} dans l'année"
    last = frame.sort("annee").tail(3).rows(named=True)
    told = ", ".join(f"{number(row['beneficiaires'])} en {row['annee']}" for row in last)
    return f"Bénéficiaires : {told}"


def quarters_words(frame: pl.DataFrame) -> str:
    """Dit combien de personnes habitent un quartier prioritaire, et ce qui manque."""
    known = frame.filter(~pl.col("code_qpv").is_in(NO_QUARTER))
    counts = dict(frame.group_by("code_qpv").agg(pl.col("beneficiaires").sum()).rows())
    vague = counts.get("non_precise", 0)
    inside = known["beneficiaires"].sum() + vague
    quarters = known.filter(pl.col("beneficiaires") > 0)["code_qpv"].n_unique()
    said = f"{sentence(IN_QUARTER.counted(inside))} en quartier prioritaire"
    if quarters:
        said += f", dans {counted(quarters, 'quartier')}"
    if vague:
        said += f" ; le quartier {_of_people(vague)} n'est pas précisé"
    return said


def _of_people(count: int) -> str:
    return "d'une personne" if count == 1 else f"de {PERSONNES.counted(count)}"


def orientation_words(frame: pl.DataFrame) -> str:
    """Dit les prescripteurs les plus fréquents, l'inconnu mis à part."""
    known = frame.filter(pl.col("prescripteur") != "inconnu")
    entries: Sequence[Entry] = list(known.select("libelle", "part_pct").iter_rows())
    shown = ranking(entries, 2, percent)
    return f"Le plus souvent orientés par : {shown}" if shown else "Le prescripteur n'est pas connu"


def contracts_words(frame: pl.DataFrame) -> str:
    """Dit le type de contrat qui porte le plus d'heures, l'inconnu mis à part."""
    known = frame.filter(pl.col("type_contrat") != "inconnu").drop_nulls("part_heures_pct")
    best = leaders(entries_of(known, "libelle", "part_heures_pct"), percent)
    if not best.names:
        return "Le type des contrats n'est pas renseigné"
    if best.est_seul:
        return f"{best.text} des heures sont faites en {best.names[0]}"
    return first(best, alone="", tied="Types de contrat qui portent le plus d'heures")


def women_words(row: Row) -> str:
    """Dit la part des femmes parmi les bénéficiaires dont le sexe est connu."""
    if row["part_femmes_pct"] is None:
        return "Le sexe des bénéficiaires n'est pas renseigné"
    known = (row["beneficiaires"] or 0) - (row["sexe_inconnu"] or 0)
    among = " dont le sexe est connu" if row["sexe_inconnu"] else ""
    return (
        f"{percent(row['part_femmes_pct'])} des bénéficiaires{among} sont des femmes "
        f"({number(row['femmes'])} sur {number(known)})"
    )


def several_contracts_words(frame: pl.DataFrame) -> str:
    """Dit combien de bénéficiaires ont eu plusieurs contrats."""
    known = frame.filter(~pl.col("nombre_contrats").is_in(["inconnu", "1"]))
    count = known["beneficiaires"].sum()
    return f"{sentence(SEVERAL_CONTRACTS.counted(count))} au moins deux contrats clausés"


def ranks_words(frame: pl.DataFrame) -> str:
    """Dit les contrats commencés, et combien sont le premier de la personne."""
    total = frame["contrats"].sum()
    if not total:
        return "Aucun contrat commencé"
    starts = frame.filter(pl.col("rang") == 1)["contrats"].sum()
    said = sentence(STARTED.counted(total))
    if starts == total:
        return f"{said}, le premier de la personne" if total == 1 else f"{said}, tous des premiers"
    words = counted(starts, "premier contrat", "premiers contrats")
    return f"{said}, dont {words}" if starts else f"{said}, aucun n'est un premier"


def ends_words(frame: pl.DataFrame) -> str:
    """Dit de combien de personnes on ignore ce qu'elles deviennent dès la fin de leur contrat."""
    shown = frame.filter(pl.col("personnes") > 0)
    if shown.is_empty():
        return "Aucun contrat n'a fini dans la période"
    asked = shown.filter(pl.col("suite") != "recente")["personnes"].sum()
    if not asked:
        return "Les contrats finis le sont depuis trop peu de temps pour savoir la suite"
    silent = shown.filter(pl.col("suite").is_in(["inconnue", "injoignable"]))["personnes"].sum()
    end = "dès la fin de leur contrat" if asked > 1 else "dès la fin de son contrat"
    if not silent:
        whole = "la seule personne" if asked == 1 else f"les {PERSONNES.counted(asked)}"
        return f"On sait ce que {'devient' if asked == 1 else 'deviennent'} {whole} {end}"
    if asked == 1:
        return f"On ne sait pas ce que devient la seule personne {end}"
    verb = "devient" if silent == 1 else "deviennent"
    whole = f"{PERSONNES.counted(silent)} sur {number(asked)}"
    return f"On ne sait pas ce que {verb} {whole} {end}"


def hours_of_a_person(row: Row) -> str:
    """Dit les heures d'une personne : médiane, moyenne, la moitié du milieu."""
    count = row["beneficiaires"]
    if not count:
        return "Aucune personne n'a d'heures dans cette vue."
    if count == 1:
        return f"Une seule personne a des heures : {hours(row['moyenne'])}."
    if count == 2:
        return f"Deux personnes ont des heures : {hours(row['moyenne'])} en moyenne."
    return (
        f"La moitié des personnes a fait {hours(row['mediane'])} ou moins ; la moyenne est de "
        f"{hours(row['moyenne'])}. La moitié du milieu va de {hours(row['quartile_1'])} à "
        f"{hours(row['quartile_3'])}."
    )


def without_hours_words(row: Row) -> str:
    """Dit combien de personnes ont un contrat mais aucune heure ; vide s'il n'y en a pas."""
    count = row["personnes"]
    if not count:
        return ""
    if count == 1:
        return (
            "1 personne a un contrat dans la période mais aucune heure : elle n'est pas comptée "
            "ici, ses heures sont peut-être à saisir."
        )
    return (
        f"{PERSONNES.counted(count)} ont un contrat dans la période mais aucune heure : elles ne "
        "sont pas comptées ici, leurs heures sont peut-être à saisir."
    )
