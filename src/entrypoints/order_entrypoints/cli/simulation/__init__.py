"""``orders simulate``: a history of cancellations under other rules, for people to read."""
