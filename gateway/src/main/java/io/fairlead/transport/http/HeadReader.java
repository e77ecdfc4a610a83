package io.fairlead.transport.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Cuts what a client sends into heads of requests, each handed on whole, and refuses what {@link HeadScanner} does; nothing
 * behind a refused one is read. Nor is the next one before the last answer has left: no client has more than one answer
 * waiting for it. Once it is removed, what is behind the last head goes to who comes next.
 */
final class HeadReader extends ByteToMessageDecoder {
    private final HeadScanner scanner;
    private int scanned;
    private boolean refused;

    /** @param maxBytes of a request's first line, and of all its header fields together */
    HeadReader(int maxBytes) {
        this.scanner = new HeadScanner(maxBytes);
    }

    /** Whether a part of a request has come. */
    boolean hasBegun() {
        return scanner.hasBegun();
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (refused) {
            in.skipBytes(in.readableBytes());
        } else if (ctx.channel().config().isAutoRead()) {
            read(in, out);
        }
    }

    private void read(ByteBuf in, List<Object> out) {
        try {
            if (scan(in)) {
                out.add(in.readRetainedSlice(scanned));
                scanned = 0;
            }
        } catch (Refusal refusal) {
            refused = true;
            in.skipBytes(in.readableBytes());
            out.add(refusal);
        }
    }

    private boolean scan(ByteBuf in) throws Refusal {
        boolean whole = false;
        while (!whole && scanned < in.readableBytes()) {
            whole = scanner.endsWith(in.getUnsignedByte(in.readerIndex() + scanned));
            scanned++;
        }
        return whole;
    }
}
