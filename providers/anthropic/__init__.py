"""Understanding by Anthropic's models, through their own SDK: an extra that is only loaded where it is wanted."""
