"""A Django project such as the service lives beside: logins, a form, links to orders."""
