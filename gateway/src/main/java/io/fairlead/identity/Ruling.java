package io.fairlead.identity;

/** What a {@link Judge} says. */
public sealed interface Ruling {

    /** The one object that allows. */
    Ruling ALLOWED = new Allowed();

    /** What the topic map grants may be done. */
    record Allowed() implements Ruling {}

    /** It may not, although the topic map grants it; {@code why} is a sentence for the developer of the page. */
    record Forbidden(String why) implements Ruling {}

    /**
     * The judge cannot tell now, and so it may not.
     *
     * @param why a sentence for the developer of the page
     * @param crowded whether that is because too much is asked at a time
     * @param retryAfterMillis when it may be tried again, in milliseconds from now
     */
    record Undecided(String why, boolean crowded, long retryAfterMillis) implements Ruling {}
}
