"""What is needed around the product: the demonstration, the look at the machine, notes on containers."""
