"""Chaos runs: the product as processes, under load, while everything that can break is broken; a checker judges what came of it."""
