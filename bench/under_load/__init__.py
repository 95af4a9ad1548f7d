"""`make load`: the product under the users that one client brings, with Locust. Writes bench/LOAD.md."""
