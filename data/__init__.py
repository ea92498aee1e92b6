"""De l'export reçu au fichier DuckDB publié : lire, reconnaître, contrôler, charger, publier.

Les étapes, dans l'ordre : chacune n'importe que celles d'avant, par leur porte (`__init__`). Sous
elles, `words` (les mots) et `location` (le magasin) ne connaissent rien d'autre.
"""

ETAPES = (
    "reference",
    "columns",
    "formats",
    "schema",
    "read",
    "recognize",
    "check",
    "people",
    "load",
    "publish",
    "decp",
    "importer",
    "exemples",
    "cli",
)
