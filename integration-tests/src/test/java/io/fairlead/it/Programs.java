package io.fairlead.it;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Programs of this machine that tests start. */
final class Programs {

    private Programs() {}

    /** Where a program lies: on the path, or where Debian puts servers. */
    static String find(String name) {
        List<String> folders = new ArrayList<>(List.of(System.getenv("PATH").split(File.pathSeparator)));
        folders.addAll(List.of("/usr/sbin", "/usr/local/sbin"));
        return folders.stream()
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString)
                .orElseThrow(
                        () -> new IllegalStateException(
                                name
                                        + " is not installed; the integration tests need the packages mosquitto and mosquitto-clients"));
    }
}
