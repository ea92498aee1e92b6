"""Les mots de l'écran : nombres, dates, libellés, phrases.

Il entre des valeurs, des codes et des noms de colonnes, tels que les rendent les requêtes. Il en
sort du français : des textes, des phrases, du HTML inerte. Rien n'y est lu, compté ni dessiné : ni
Streamlit, ni Plotly, ni requête (seules les définitions, qui sont des mots, viennent de `queries`).
"""
