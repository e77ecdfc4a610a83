package io.fairlead.broker.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folder that an embedded broker lives in while it runs. */
final class Folders {

    private Folders() {}

    static Path temporary() {
        try {
            return Files.createTempDirectory("fairlead-broker");
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for the embedded broker can be made", e);
        }
    }

    /** Removes a folder with everything in it. */
    static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of the embedded broker cannot be removed: " + folder, e);
        }
    }
}
