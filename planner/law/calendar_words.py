"""What the entries of the calendar are called in Norwegian."""

from __future__ import annotations

LABELS = {
    "early_start": "Tidligstemmingen begynner",
    "early_end": "Siste dag med tidligstemming",
    "ordinary_start": "Den ordinære forhåndsstemmingen begynner",
    "ordinary_end": "Siste dag med forhåndsstemming",
    "registration_deadline": "Frist for å registrere valglokaler i EVA",
    "opening_hours_deadline": "Frist for å melde åpningstidene til Valgdirektoratet",
    "home_voting_deadline": "Frist for å søke om hjemmestemming",
    "votes_in_by": "Forhåndsstemmene må være inne hos valgstyret",
    "daily_shipping_from": "Nest siste uke begynner: stemmer til andre kommuner sendes hver dag",
    "daily_shipping_to": "Nest siste uke slutter",
    "last_week_from": "Siste uke begynner: stemmer til andre kommuner sendes ikke med ordinær brevpost",
    "last_week_to": "Siste uke slutter",
    "shipping_days": "Dager stemmer til andre kommuner skal sendes",
    "ordinary_mail_until": "Siste dag for å sende stemmer med ordinær brevpost",
    "election_day": "Valgdag",
    "election_day_sunday": "Valg også søndag",
}
"""Every entry that a calendar can have, by its name in ``--json``."""
