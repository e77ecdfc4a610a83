package io.fairlead.transport.tls;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client says first (RFC 8446, section 4.1.2), as far as it decides who answers.
 *
 * @param host the name it asks for (RFC 6066, section 3); null if it asks for none
 * @param protocols what it offers to speak (RFC 7301); empty if it says nothing of it
 */
record ClientHello(@Nullable String host, List<String> protocols) {

    /** Nothing of interest. */
    static final ClientHello SILENT = new ClientHello(null, List.of());

    private static final int VERSION_AND_RANDOM = 34;
    private static final int SERVER_NAME = 0;
    private static final int ALPN = 16;
    private static final int HOST_NAME = 0;

    /** Reads the body of the handshake message. One that is broken says nothing: whoever does the handshake will tell. */
    static ClientHello read(ByteBuf body) {
        try {
            ByteBuf in = body.duplicate();
            in.skipBytes(VERSION_AND_RANDOM);
            in.skipBytes(in.readUnsignedByte());
            in.skipBytes(in.readUnsignedShort());
            in.skipBytes(in.readUnsignedByte());
            return in.isReadable() ? extensions(in.readSlice(in.readUnsignedShort())) : SILENT;
        } catch (IndexOutOfBoundsException broken) {
            return SILENT;
        }
    }

    private static ClientHello extensions(ByteBuf in) {
        String host = null;
        List<String> protocols = List.of();
        while (in.isReadable()) {
            int type = in.readUnsignedShort();
            ByteBuf extension = in.readSlice(in.readUnsignedShort());
            if (type == SERVER_NAME) {
                host = host(extension);
            } else if (type == ALPN) {
                protocols = protocols(extension);
            }
        }
        return new ClientHello(host, protocols);
    }

    private static @Nullable String host(ByteBuf in) {
        ByteBuf names = in.readSlice(in.readUnsignedShort());
        while (names.isReadable()) {
            int type = names.readUnsignedByte();
            int length = names.readUnsignedShort();
            String name =
                    names.readCharSequence(length, StandardCharsets.ISO_8859_1).toString();
            if (type == HOST_NAME) {
                return CertificateNames.canonical(name);
            }
        }
        return null;
    }

    private static List<String> protocols(ByteBuf in) {
        ByteBuf names = in.readSlice(in.readUnsignedShort());
        List<String> read = new ArrayList<>();
        while (names.isReadable()) {
            int length = names.readUnsignedByte();
            read.add(names.readCharSequence(length, StandardCharsets.ISO_8859_1).toString());
        }
        return read;
    }

    /** Whether a protocol can be agreed upon: it is offered, or nothing is said of any. */
    boolean speaks(Protocol protocol) {
        return protocols.isEmpty() || protocols.contains(protocol.word());
    }
}
