"""Adapters: one folder for each thing outside the domain; none imports another."""
