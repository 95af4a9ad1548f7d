"""What all models that are asked over a network have in common: how they are asked, and what their answers are held against."""
