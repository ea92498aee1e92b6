"""La grammaire des constats : ce qu'un titre ou une phrase de tête a le droit de dire.

Il entre des valeurs, leurs noms et leurs périodes, tels que les rendent les requêtes. Il en sort
des morceaux de phrases vrais : `changes` compare ce qui se compare, `leaders` dit le premier d'une
liste et les ex æquo, `nouns` accorde. Un constat qui compare ou qui classe passe par ici, jamais
par la page ni par la diapositive.
"""
