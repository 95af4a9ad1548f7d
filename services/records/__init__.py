"""What was taken and what was not: counted, and written for people and programs outside."""
