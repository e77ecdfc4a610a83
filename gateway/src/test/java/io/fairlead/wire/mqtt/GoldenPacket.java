package io.fairlead.wire.mqtt;

import io.netty.buffer.ByteBufUtil;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * A packet by the letter, and what becomes of it.
 *
 * @param version what is spoken: {@code 3} for 3.1.1, {@code 5}, or {@code -} before CONNECT
 * @param outcome {@code ok}, or the reason code for which it is refused, in two hexadecimal digits
 */
record GoldenPacket(String version, String outcome, byte[] bytes, String name) {
    static final byte[] CONNECT_5 = ByteBufUtil.decodeHexDump("100e00044d5154540502003c00000161");
    static final byte[] CONNECT_311 = ByteBufUtil.decodeHexDump("100d00044d5154540402003c000161");

    static List<GoldenPacket> ofClients() {
        return read("/mqtt/client-packets.txt");
    }

    static List<GoldenPacket> ofBrokers() {
        return read("/mqtt/broker-packets.txt");
    }

    private static List<GoldenPacket> read(String file) {
        try (InputStream in = Objects.requireNonNull(GoldenPacket.class.getResourceAsStream(file));
                var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(GoldenPacket::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static GoldenPacket parse(String line) {
        String[] fields = line.split(" ", 4);
        return new GoldenPacket(fields[0], fields[1], ByteBufUtil.decodeHexDump(fields[2]), fields[3]);
    }

    /** The CONNECT that a client sends before it; nothing where it is the first. */
    byte[] connect() {
        return switch (version) {
            case "5" -> CONNECT_5;
            case "3" -> CONNECT_311;
            default -> new byte[0];
        };
    }

    boolean isGood() {
        return outcome.equals("ok");
    }

    @Override
    public String toString() {
        return name + ": " + outcome;
    }
}
