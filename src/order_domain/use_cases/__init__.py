"""What an order may go through, a module for each: load, decide, act, save."""
