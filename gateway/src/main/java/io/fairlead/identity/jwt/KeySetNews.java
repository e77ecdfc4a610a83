package io.fairlead.identity.jwt;

import io.fairlead.identity.remote.RemoteService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the log says of a key set: that it changed, that it cannot be had, that it can again. Each once. For one thread. */
final class KeySetNews {

    private static final Logger log = LoggerFactory.getLogger(KeySetNews.class);

    private final JwksSettings settings;
    private String last = "";
    private @Nullable String failing;

    KeySetNews(JwksSettings settings) {
        this.settings = settings;
    }

    void fetched(KeySet set) {
        if (failing != null) {
            log.info("the key set {} can be fetched again", settings);
            failing = null;
        }
        String words = set.words() + (set.ignored().isEmpty() ? "" : "; left out: " + set.ignored());
        if (!words.equals(last)) {
            last = words;
            log.info("tokens are verified with the keys of {}: {}", settings, printable(words));
        }
    }

    /** @param has whether an older key set serves meanwhile */
    void failed(Throwable failure, boolean has) {
        String words = RemoteService.words(failure) + has;
        if (words.equals(failing)) {
            log.debug("the key set {} still cannot be fetched", settings);
            return;
        }
        failing = words;
        log.warn(
                "the key set {} cannot be fetched ({}); it is tried again, {}",
                settings,
                printable(RemoteService.words(failure)),
                has
                        ? "and the keys fetched before serve meanwhile"
                        : "and nobody who shows a token is let in meanwhile; they are told to come back");
    }

    /** Names of keys are another's text, and a log line is one line. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
