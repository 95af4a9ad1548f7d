"""The HTTP edge: who is calling, is it well formed, one service call, one answer."""
