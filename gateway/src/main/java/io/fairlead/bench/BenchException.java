package io.fairlead.bench;

import java.io.Serial;

/** A load run that cannot go on; its message is a sentence for who started it. */
public final class BenchException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    BenchException(String sentence) {
        super(sentence);
    }

    BenchException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
