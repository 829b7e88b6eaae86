"""The languages that labels are shown in: English, and one gettext catalogue for each other.

A new language is a new catalogue in this folder, and a change of the labels a new template:

    python -m order_entrypoints.languages.template > labels.pot
    pybabel init --input-file labels.pot --output-file de.po --locale de
    pybabel update --input-file labels.pot --output-file de.po --locale de --no-fuzzy-matching
"""
