package io.fairlead.problem;

import java.util.Comparator;

/**
 * A place in a file.
 *
 * @param file the file's name as the person who wrote it knows it, or what stands for a file: an option, a variable
 * @param line counted from 1; 0 where the source has no lines
 * @param column counted from 1, in characters; 0 where the source has no lines
 */
public record Position(String file, int line, int column) implements Comparable<Position> {

    private static final Comparator<Position> ORDER =
            Comparator.comparing(Position::file).thenComparing(Position::line).thenComparing(Position::column);

    /** The beginning of a file. */
    public static Position startOf(String file) {
        return new Position(file, 1, 1);
    }

    /** A source that has no lines, such as an option of the command line. */
    public static Position of(String source) {
        return new Position(source, 0, 0);
    }

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }

    /** {@code file:line:column}, as compilers write it, so that editors and terminals make it a link. */
    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line + ":" + column;
    }
}
