"""Understanding by whatever speaks OpenAI's Chat Completions: OpenAI, Azure, Groq, Ollama, vLLM and their like."""
