"""Bookings in a system that confirms anything and forgets whom it told, while workers die at every step of them."""
