"""The commands of ``ajx``, one module each; each is imported when it is called."""
