"""Rule files: read them, take their sentences apart, say where they go wrong."""
