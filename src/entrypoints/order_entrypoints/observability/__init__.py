"""How the service is watched: its log, its metrics and its traces."""
