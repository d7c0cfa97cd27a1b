"""What every command needs: session, options, terminal."""
