package io.fairlead.session;

/** Where a session stands, with what only that state knows. {@link ClientSession} has the way from one to another. */
sealed interface SessionState {

    /** When something is due, in milliseconds since 1970; {@link Long#MAX_VALUE} for never. */
    long deadline();

    /** The connection is open, and nothing was said yet. */
    record Waiting(Handshake handshake, long deadline) implements SessionState {}

    /**
     * Who the client is, is being found out; commands wait.
     *
     * @param token the token of the authentication
     * @param connect what the session is opened with, the handshake's part included
     */
    record Authenticating(long token, Command.Connect connect, Backlog waiting, long deadline) implements SessionState {

        static final int MAX_WAITING = 64;
    }

    /** The session is open. */
    record Open(OpenSession session) implements SessionState {
        @Override
        public long deadline() {
            return session.deadline();
        }
    }

    /** The connection is being closed or gone: nothing is done and nothing is said. */
    record Closed() implements SessionState {
        @Override
        public long deadline() {
            return Long.MAX_VALUE;
        }
    }
}
