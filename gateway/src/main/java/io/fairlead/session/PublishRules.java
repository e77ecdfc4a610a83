package io.fairlead.session;

import io.fairlead.topic.UserProperty;
import io.fairlead.topicmap.PayloadForm;
import io.fairlead.topicmap.PublishGrant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a publish must satisfy beyond being allowed: the route's bounds, and what MQTT can carry. */
final class PublishRules {

    /** The longest Message Expiry Interval, in seconds (MQTT 5, section 3.3.2.3.3). */
    static final long MAX_EXPIRY_SECONDS = 0xFFFF_FFFFL;

    /** How many user properties a message may have, and how many characters in their names and values. */
    static final int MAX_PROPS = 64;

    static final int MAX_PROPS_CHARACTERS = 8_192;

    private PublishRules() {}

    /** @throws Refusal naming the first rule that is broken */
    static void check(Command.Publish command, PublishGrant grant) {
        checkRepeat(command);
        if (command.packet() == null) {
            checkQos(command, grant);
            checkForm(command, grant);
        }
        checkRetain(command, grant);
        checkSize(command, grant);
        checkExpiry(command);
        checkTexts(command);
    }

    private static void checkRepeat(Command.Publish command) {
        if (command.again() && command.id() == null) {
            throw new Refusal(
                    Reason.BAD_FRAME,
                    "a publish that may repeat an earlier one (again) is known by its id, and this one has none; "
                            + "give publishes an id that you may have to send again");
        }
    }

    private static void checkQos(Command.Publish command, PublishGrant grant) {
        if (command.qos() != null && command.qos().compareTo(grant.qos()) > 0) {
            throw new Refusal(
                    Reason.NOT_SUPPORTED,
                    "route " + grant.route() + " publishes with QoS "
                            + grant.qos().level() + " at most, and QoS "
                            + command.qos().level() + " was asked for; leave qos out, or lower it");
        }
    }

    private static void checkRetain(Command.Publish command, PublishGrant grant) {
        if (command.retain() && !grant.retain()) {
            throw new Refusal(
                    Reason.FORBIDDEN,
                    "route " + grant.route() + " does not let clients retain a message on " + grant.channel()
                            + "; publish it without retain");
        }
    }

    /** A JSON text is a text, and a text is bytes: a route takes its own form and those that are narrower. */
    private static void checkForm(Command.Publish command, PublishGrant grant) {
        PayloadForm form = command.payload().form();
        if (form.compareTo(grant.payload()) > 0) {
            throw new Refusal(
                    Reason.NOT_SUPPORTED,
                    "route " + grant.route() + " carries " + word(grant.payload()) + ", and " + field(form)
                            + " was sent; send the payload as " + field(grant.payload()));
        }
    }

    private static void checkSize(Command.Publish command, PublishGrant grant) {
        int size = command.payload().bytes().length;
        if (size > grant.maxBytes()) {
            throw new Refusal(
                    Reason.TOO_LARGE,
                    "the payload has " + size + " bytes, and route " + grant.route() + " takes " + grant.maxBytes()
                            + " at most; send less");
        }
    }

    private static void checkExpiry(Command.Publish command) {
        if (command.expirySeconds() > MAX_EXPIRY_SECONDS) {
            throw new Refusal(
                    Reason.BAD_FRAME,
                    "expiry is " + command.expirySeconds() + " seconds, and MQTT knows " + MAX_EXPIRY_SECONDS
                            + " at most; lower it, or leave it out");
        }
    }

    private static void checkTexts(Command.Publish command) {
        checkText("id", command.id() == null ? null : command.id().text());
        checkText("contentType", command.contentType());
        for (UserProperty property : command.props()) {
            checkText("a name in props", property.name());
            checkText("a value in props", property.value());
        }
        checkProps(command.props());
    }

    /** Each is copied into every frame that bears the message. */
    private static void checkProps(List<UserProperty> props) {
        if (props.size() > MAX_PROPS) {
            throw new Refusal(
                    Reason.TOO_LARGE, "there are " + props.size() + " props, and " + MAX_PROPS + " may be; send fewer");
        }
        long characters = props.stream()
                .mapToLong(one -> one.name().length() + one.value().length())
                .sum();
        if (characters > MAX_PROPS_CHARACTERS) {
            throw new Refusal(
                    Reason.TOO_LARGE,
                    "the props have " + characters + " characters, and " + MAX_PROPS_CHARACTERS
                            + " may be; send less in them");
        }
    }

    private static void checkText(String what, @Nullable String text) {
        if (text != null && !MqttText.carries(text)) {
            throw new Refusal(
                    Reason.BAD_FRAME,
                    what
                            + " is no text that brokers take (it has a control character, a noncharacter, half a surrogate pair, "
                            + "or more than 65535 bytes); change it");
        }
    }

    private static String word(PayloadForm form) {
        return switch (form) {
            case JSON -> "json";
            case TEXT -> "text";
            case BINARY -> "binary";
        };
    }

    private static String field(PayloadForm form) {
        return switch (form) {
            case JSON -> "data";
            case TEXT -> "text";
            case BINARY -> "base64";
        };
    }
}
