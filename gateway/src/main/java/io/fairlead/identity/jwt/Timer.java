package io.fairlead.identity.jwt;

/** One thread that does one thing after another, now or later. What it is told may come from any thread. */
interface Timer extends AutoCloseable {

    /** Milliseconds since some moment; never goes back. */
    long millis();

    /** Does this when all that came before is done; never on the calling thread. */
    void execute(Runnable task);

    /** Does this in so many milliseconds. */
    void after(long millis, Runnable task);

    /** Does nothing any more. */
    @Override
    void close();
}
