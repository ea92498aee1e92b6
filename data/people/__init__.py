"""Pseudonymes et âges, calculés en mémoire : noms et naissances n'en sortent pas.

Y entrent les lignes typées d'un export et la clé ; en sortent des lignes au schéma de leur table,
où la personne est un pseudonyme. Rien n'y est écrit, et aucune valeur d'une personne n'y est
citée ; les dates de naissance ne vivent que le temps de la commande, pour l'âge au contrat.
"""

from data.people.ages import births_of, by_age, keep_known_ages, settle_ages, with_ages
from data.people.depersonalize import depersonalize
from data.people.journal import cleaned_journal, journal_in_clear, kept_anomalies, kept_name
from data.people.numbers import (
    NUMEROS,
    Sceaux,
    depersonalized_tables,
    number_pseudonym,
    numbers_in_clear,
    shown_numbers,
)
from data.people.pseudonyms import (
    EXAMPLE_KEY,
    CleRefusee,
    Key,
    import_key,
    key_of,
    key_path,
    person_pseudonym,
    pseudonym,
    read_key,
)

__all__ = [
    "EXAMPLE_KEY",
    "NUMEROS",
    "CleRefusee",
    "Key",
    "Sceaux",
    "births_of",
    "by_age",
    "cleaned_journal",
    "depersonalize",
    "depersonalized_tables",
    "import_key",
    "journal_in_clear",
    "keep_known_ages",
    "kept_anomalies",
    "kept_name",
    "key_of",
    "key_path",
    "number_pseudonym",
    "numbers_in_clear",
    "person_pseudonym",
    "pseudonym",
    "read_key",
    "settle_ages",
    "shown_numbers",
    "with_ages",
]
