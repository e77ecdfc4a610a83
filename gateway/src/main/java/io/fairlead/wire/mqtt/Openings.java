package io.fairlead.wire.mqtt;

/** What a client speaks that does not begin with CONNECT, as far as its first byte tells: most come to the wrong port. */
final class Openings {

    private static final int TLS_HANDSHAKE = 0x16;
    private static final int PROXY_2 = 0x0D;

    private Openings() {}

    /** The end of a sentence about the first byte of a connection; empty where nothing is known. */
    static String guess(byte first) {
        return switch (first) {
            case TLS_HANDSHAKE -> "; it looks like TLS, which this listener does not speak";
            case PROXY_2 -> "; it looks like a PROXY header of an address that proxyProtocol.trusted does not name";
            case 'P' ->
                "; it looks like HTTP, or like a PROXY header of an address that proxyProtocol.trusted does not name";
            case 'G', 'H', 'O', 'D' -> "; it looks like HTTP, which this listener does not speak";
            default -> "";
        };
    }
}
