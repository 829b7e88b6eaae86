"""Cancelling: the shop's rules, the policy, requests and direct attempts."""
