package io.fairlead.wire.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.fairlead.session.Command;
import io.fairlead.session.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the commands of one frame. A frame that is not JSON as a whole holds no commands at all, also where its start
 * could be read: a client could not tell what of it was done. In a frame that is JSON each command stands for itself.
 */
final class FrameReader {

    private final byte[] source;
    private final JsonParser parser;
    private final int maxBatch;

    private FrameReader(byte[] source, JsonParser parser, int maxBatch) {
        this.source = source;
        this.parser = parser;
        this.maxBatch = maxBatch;
    }

    /** The commands of a frame in their order; those that are malformed as {@link Command.Invalid}. */
    static List<Command> read(byte[] source, int maxBatch) throws BadFrame {
        if (!Utf8.isValid(source)) {
            throw BadFrame.because("the frame is not valid UTF-8");
        }
        if (JsonInput.bearsOtherEncoding(source)) {
            throw BadFrame.because("the frame starts with a byte order mark or a zero byte, which JSON does not");
        }
        try (JsonParser parser = JsonInput.parser(source)) {
            return new FrameReader(source, parser, maxBatch).frame();
        } catch (JsonProcessingException broken) {
            throw BadFrame.because(Broken.sentence(broken, source));
        } catch (IOException impossible) {
            throw new UncheckedIOException("bytes in memory cannot fail to be read", impossible);
        }
    }

    private List<Command> frame() throws IOException, BadFrame {
        List<Command> commands = objectOrBatch(parser.nextToken());
        if (parser.nextToken() != null) {
            throw BadFrame.because(Broken.follows(parser.currentTokenLocation(), source));
        }
        return commands;
    }

    private List<Command> objectOrBatch(JsonToken first) throws IOException, BadFrame {
        if (first == JsonToken.START_OBJECT) {
            return List.of(command(""));
        }
        if (first == JsonToken.START_ARRAY) {
            return batch();
        }
        throw BadFrame.because("the frame must be a JSON object or an array of objects");
    }

    private List<Command> batch() throws IOException, BadFrame {
        List<Command> commands = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (commands.size() == maxBatch) {
                throw new BadFrame(
                        Reason.TOO_LARGE, "the batch has more than " + maxBatch + " commands; none was done");
            }
            commands.add(
                    token == JsonToken.START_OBJECT ? command("[" + commands.size() + "]") : noObject(commands.size()));
        }
        if (commands.isEmpty()) {
            throw BadFrame.because("the batch is empty");
        }
        return commands;
    }

    private Command command(String path) throws IOException {
        return CommandReader.command(new FieldsReader(source, parser).read(path));
    }

    private Command noObject(int index) throws IOException {
        parser.finishToken();
        parser.skipChildren();
        return new Command.Invalid(null, Reason.BAD_FRAME, "[" + index + "] of the batch must be an object");
    }
}
