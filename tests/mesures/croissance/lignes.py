"""Des tables du monde aux lignes de texte des exports d'ABC Clauses, intitulé par intitulé."""

from __future__ import annotations

import polars as pl

from data.exemples.ecriture.entetes import (
    ACTIONS,
    CONTRATS,
    ENGAGEMENTS,
    HEURES_LONG,
    MARCHES,
    PARTICIPANTS,
    SITUATIONS,
)
from data.exemples.monde.entreprises import METIERS
from tests.mesures.croissance.tirage import EXTRACTION, PREMIERE_ANNEE, first_day, siret_of

OUI_NON = {True: "Oui", False: "Non"}
Rows = dict[str, pl.Expr]


def day(name: str) -> pl.Expr:
    """Une date à la française."""
    return pl.col(name).dt.strftime("%d/%m/%Y")


def hours(quarts: pl.Expr) -> pl.Expr:
    """Des quarts d'heure en heures : « 57,25 », « -3,50 »."""
    size = quarts.abs()
    part = (size % 4).replace_strict({0: "00", 1: "25", 2: "50", 3: "75"}, return_dtype=pl.String)
    sign = pl.when(quarts < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    return pl.format("{}{},{}", sign, size // 4, part)


def yes(name: str) -> pl.Expr:
    """Oui, Non, ou une case vide."""
    return pl.col(name).replace_strict(OUI_NON, default=None, return_dtype=pl.String)


def _trades(frame: pl.DataFrame) -> pl.DataFrame:
    """Ajoute ce qui dépend du métier du lot."""
    known = pl.DataFrame([{"metier": rank, **one._asdict()} for rank, one in enumerate(METIERS)])
    return frame.join(known.rename({"lot": "lot_type"}), on="metier", maintain_order="left")


def _only(frame: pl.DataFrame, rows: Rows, headings: tuple[str, ...]) -> pl.DataFrame:
    """Rend les intitulés dans leur ordre ; une colonne que rien ne remplit reste vide."""
    filled = {name: rows.get(name, pl.lit(None, pl.String)) for name in headings}
    return frame.select(one.alias(name) for name, one in filled.items())


def market_rows(structure: str, lots: pl.DataFrame) -> pl.DataFrame:
    """A1, une ligne par lot."""
    is_done = pl.col("est_fini")
    return _only(_trades(lots), {
        "N° opération": pl.format("OP-{}{}", pl.lit(structure[0]), "operation"),
        "Intitulé de l'opération": pl.format("{} - {}", "objet", "commune"),
        "Maître d'ouvrage": pl.col("mo"), "Type de maître d'ouvrage": pl.col("type_mo"),
        "SIRET MO": pl.col("siret_mo"), "Commune des travaux": pl.col("commune"),
        "Code INSEE": pl.col("code_insee"), "Territoire": pl.col("epci"),
        "Programme": pl.lit("Hors programme"),
        "Facilitateur": pl.format("Facilitateur {} 1", pl.lit(structure)),
        "N° marché": pl.col("numero_marche"), "N° lot": pl.col("lot").cast(str),
        "Intitulé du lot": pl.format("Lot {} - {}", "lot", "lot_type"),
        "Nature du marché": pl.col("nature"), "Article / Procédure": pl.col("procedure"),
        "Secteur d'activité": pl.col("secteur"),
        "Montant HT": pl.format("{},00", pl.col("quarts_prevus") * 300),
        "Date de notification": day("demarrage"), "Date de démarrage": day("demarrage"),
        "Date de fin prévisionnelle": day("fin_prevue"),
        "Date de fin réelle": pl.when(is_done).then(day("fin_prevue")),
        "Statut": pl.when(is_done).then(pl.lit("Terminé")).otherwise(pl.lit("En cours")),
        "Heures prévues": hours(pl.col("quarts_prevus")),
    }, MARCHES)  # fmt: skip


def engagement_rows(engaged: pl.DataFrame) -> pl.DataFrame:
    """A2, une ligne par entreprise d'un lot."""
    firms = engaged["entreprise"].unique().to_list()
    numbers = pl.DataFrame({"entreprise": firms, "siret": [siret_of(one) for one in firms]})
    named = _trades(engaged).join(numbers, on="entreprise", maintain_order="left")
    return _only(named, {
        "N° marché": pl.col("numero_marche"), "N° lot": pl.col("lot").cast(str),
        "Entreprise": pl.format("{}-Exemple {}", "prefixe", "entreprise"),
        "SIRET": pl.col("siret"), "Code NAF": pl.col("naf"),
        "Type d'entreprise": pl.col("type_entreprise"), "Rôle": pl.col("role"),
        "Heures engagées": hours(pl.col("quarts_prevus")),
        "Modalité de réponse": pl.lit("Mise à disposition ETTI"),
    }, ENGAGEMENTS)  # fmt: skip


def participant_rows(people: pl.DataFrame, hired: pl.DataFrame) -> pl.DataFrame:
    """A3, une ligne par participant ; l'entrée est le mois d'avant son premier contrat."""
    first = hired.group_by("participant").agg(premier=pl.col("debut").min())
    frame = people.join(first, on="participant", maintain_order="left")
    entered = pl.col("premier") - pl.duration(days=10)
    age = entered.dt.year() - pl.col("naissance").dt.year()
    registered = pl.col("premier").dt.offset_by(pl.format("-{}mo", "anciennete"))
    return _only(frame, {
        "N° participant": pl.col("numero_participant"),
        "Civilité": pl.col("sexe").replace({"F": "Mme", "M": "M."}),
        "Nom": pl.col("nom"), "Prénom": pl.col("prenom"), "Date de naissance": day("naissance"),
        "Sexe": pl.col("sexe").replace({"M": "H"}),
        "Adresse": pl.when(pl.col("commune").is_not_null()).then(
            pl.format("{} rue de l'Exemple", pl.col("participant") % 97 + 1)),
        "Code postal": pl.col("code_postal"), "Commune": pl.col("commune"), "QPV": yes("qpv"),
        "Nom du QPV": pl.col("nom_qpv"), "Nationalité": pl.lit("Française"),
        "Niveau de formation": pl.col("niveau"),
        "N° identifiant France Travail": pl.format("FICTIF{}", "identite"),
        "Date d'inscription DE": registered.dt.strftime("%d/%m/%Y"),
        "Durée d'inscription": pl.col("anciennete").cast(str),
        "BRSA": yes("brsa"), "ASS": yes("ass"), "AAH": yes("aah"), "RQTH": yes("rqth"),
        "Jeune -26 ans": (age < 26).replace_strict(OUI_NON, return_dtype=pl.String),
        "Senior +50 ans": (age >= 50).replace_strict(OUI_NON, return_dtype=pl.String),
        "DELD": yes("deld"), "Autres éligibilités": pl.col("autres"),
        "Prescripteur": pl.col("prescripteur"), "Référent": pl.lit("Référent exemple 1"),
        "Date d'entrée": entered.dt.strftime("%d/%m/%Y"),
    }, PARTICIPANTS)  # fmt: skip


def contract_rows(hired: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """A4, une ligne par contrat."""
    frame = hired.join(people.select("participant", "numero_participant"), on="participant",
                       maintain_order="left")  # fmt: skip
    return _only(frame, {
        "N° contrat": pl.col("numero_contrat"), "N° participant": pl.col("numero_participant"),
        "N° marché": pl.col("numero_marche"), "N° lot": pl.col("lot").cast(str),
        "Employeur": pl.col("employeur"), "SIRET employeur": pl.col("siret_employeur"),
        "Type d'employeur": pl.col("type_employeur"),
        "Entreprise utilisatrice": pl.col("raison_sociale"),
        "Type de contrat": pl.col("type_contrat"), "Modalité": pl.col("modalite"),
        "Poste / Métier": pl.col("poste"), "Code ROME": pl.col("rome"),
        "Date de début": day("debut"), "Date de fin prévue": day("fin_prevue"),
        "Date de fin réelle": day("fin_reelle"), "Motif de fin": pl.col("motif"),
        "Durée hebdo": pl.lit("35,00"),
    }, CONTRATS)  # fmt: skip


def hour_keys(worked: pl.DataFrame, hired: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Les lignes d'heures, avec les six clés de leur contrat, et leur année."""
    frame = hired.join(people.select("participant", "numero_participant"), on="participant",
                       maintain_order="left")  # fmt: skip
    keys = frame.select("contrat", **{
        "N° contrat": pl.col("numero_contrat"), "N° participant": pl.col("numero_participant"),
        "N° marché": pl.col("numero_marche"), "N° lot": pl.col("lot").cast(str),
        "Entreprise": pl.col("raison_sociale"), "Employeur": pl.col("employeur"),
    })  # fmt: skip
    year = PREMIERE_ANNEE + pl.col("mois") // 12
    return worked.with_columns(annee=year).join(keys, on="contrat", maintain_order="left")


def long_rows(keyed: pl.DataFrame) -> pl.DataFrame:
    """A5 en long, une ligne par contrat et par mois."""
    written = first_day(pl.col("mois") + 1) + pl.duration(days=pl.col("delai"))
    return _only(keyed, {
        **{name: pl.col(name) for name in HEURES_LONG[:6]},
        "Mois": (pl.col("mois") % 12 + 1).cast(str), "Année": pl.col("annee").cast(str),
        "Heures réalisées": hours(pl.col("quarts")),
        "Dont heures de formation": hours(pl.col("formation")),
        "Date de saisie": pl.min_horizontal(written, pl.lit(EXTRACTION)).dt.strftime("%d/%m/%Y"),
        "Validé": pl.col("valide"),
    }, HEURES_LONG)  # fmt: skip


def situation_rows(followed: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """A6, une ligne par participant."""
    frame = followed.join(people.select("participant", "numero_participant"), on="participant",
                          maintain_order="left")  # fmt: skip
    return _only(frame, {
        "N° participant": pl.col("numero_participant"), "Date du 1er contrat": day("premier"),
        "Situation à la sortie": pl.col("sortie"), "Date": day("date_sortie"),
        "Situation à 6 mois": pl.col("six"), "Date de relevé à 6 mois": day("date_six"),
        "Situation à 12 mois": pl.col("douze"), "Date de relevé à 12 mois": day("date_douze"),
    }, SITUATIONS)  # fmt: skip


def action_rows(done: pl.DataFrame) -> pl.DataFrame:
    """A7, une ligne par action."""
    return _only(done, {
        "Date": day("jour"), "Facilitateur": pl.col("facilitateur"),
        "Donneur d'ordre": pl.col("mo"), "Type": pl.col("type_mo"),
        "Commune/EPCI": pl.col("commune"), "Nature de l'action": pl.col("nature"),
        "Suite donnée": pl.col("suite"),
    }, ACTIONS)  # fmt: skip
