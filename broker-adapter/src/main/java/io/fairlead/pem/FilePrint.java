package io.fairlead.pem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;

/** What files hold, as a text that changes with it. */
public final class FilePrint {

    private FilePrint() {}

    /**
     * Reads all of them, and blocks for it. By what they hold, not by their times: whether a file is written over, moved into place, or behind a
     * link that turns to another folder, this sees it, and nothing else.
     */
    public static String of(Collection<Path> files) {
        MessageDigest digest = sha256();
        for (Path file : files) {
            digest.update(content(file));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** A digest of its own, so that what moves from one file to the next is a change; one byte for none to read. */
    private static byte[] content(Path file) {
        try {
            MessageDigest one = sha256();
            one.update(Files.readAllBytes(file));
            return one.digest();
        } catch (IOException unreadable) {
            return new byte[1];
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
