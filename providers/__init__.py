"""Language models and the offline grammar: text in, validated guesses out."""
