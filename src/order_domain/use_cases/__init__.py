"""What an order may go through, one use case a module: load, decide, act, save."""
