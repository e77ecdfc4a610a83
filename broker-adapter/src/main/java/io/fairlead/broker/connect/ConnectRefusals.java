package io.fairlead.broker.connect;

import io.fairlead.broker.BrokerAddress;

/** What a broker means by the reason code of a CONNACK (MQTT 5, section 3.2.2.2; MQTT 3.1.1, section 3.2.2.3). */
public final class ConnectRefusals {

    private ConnectRefusals() {}

    /**
     * An MQTT 5 CONNACK.
     *
     * @param said the broker's own words, or the name of the code
     */
    public static Failure mqtt5(int code, String said, BrokerAddress address) {
        String remedy = switch (code) {
            case 1, 0x84 -> "; set broker.version to auto or 3.1.1";
            case 0x85 -> "; the broker does not take this client id: another link has it, or its rules forbid it";
            case 0x86, 0x8C -> "; check broker.user and broker.password";
            case 0x87 -> "; check broker.user and broker.password, and the broker's access rules";
            case 0x8A -> "; the broker has banned this client";
            case 0x97 -> "; raise the broker's quota";
            case 0x9F -> "; lower the rate of connections, or raise the broker's limit";
            default -> "";
        };
        return refused(code, code == 0x84 || code == 1, said, remedy, address);
    }

    /**
     * An MQTT 3.1.1 CONNACK.
     *
     * @param said the name of the code
     */
    public static Failure mqtt311(int code, String said, BrokerAddress address) {
        String remedy = switch (code) {
            case 1 -> "; set broker.version to auto or 5";
            case 2 -> "; the broker does not take this client id";
            case 4 -> "; check broker.user and broker.password";
            case 5 -> "; check broker.user and broker.password, and the broker's access rules";
            default -> "";
        };
        return refused(code, code == 1, said, remedy, address);
    }

    private static Failure refused(int code, boolean wrongVersion, String said, String remedy, BrokerAddress address) {
        return new Failure(
                wrongVersion ? Failure.Kind.WRONG_VERSION : Failure.Kind.OTHER,
                code,
                "the broker at " + address + " refused the link: " + said + " (" + code + ")" + remedy);
    }
}
