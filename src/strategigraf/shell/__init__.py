"""The surroundings of a command: session, options, terminal, usage."""
