package io.fairlead.wire.json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The golden frames of the protocol, one file for each, which the browser library's tests read too. */
final class Frames {

    static final Path FOLDER = Path.of("..", "docs", "frames");

    private Frames() {}

    /** A frame's bytes, without the line end of its file. */
    static byte[] read(String name) {
        try {
            byte[] file = Files.readAllBytes(FOLDER.resolve(name));
            return Arrays.copyOf(file, file.length - 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of the files of a folder, with the folder in front. */
    static List<String> names(String folder) {
        try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
            return files.map(file -> folder + "/" + file.getFileName()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
