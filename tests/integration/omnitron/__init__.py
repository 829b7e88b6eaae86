"""The gateway to Omnitron and the sandbox, over real sockets."""
