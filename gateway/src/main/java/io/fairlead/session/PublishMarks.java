package io.fairlead.session;

import io.fairlead.topic.Message;
import io.fairlead.topic.UserProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The user properties by which Fairlead marks a publish: {@code fairlead-id} is a hash of user and client, the instance and
 * the command's id, joined by {@code :} (the id as {@link CommandId#mark()} writes it), and {@code fairlead-from} the verified user. What a client sends under such a name
 * itself is taken off.
 */
final class PublishMarks {

    static final String ID = "fairlead-id";
    static final String FROM = "fairlead-from";

    private static final String OURS = "fairlead-";
    private static final String ALL = "*";

    private final String idStart;
    private final String publisher;
    private final List<UserProperty> from;

    PublishMarks(Client client) {
        this.publisher = client.key().mark() + ":";
        this.idStart = publisher + client.instance() + ":";
        this.from = client.user() == null ? List.of() : List.of(new UserProperty(FROM, client.user()));
    }

    /** Whether a message bears this client's mark, whatever the instance. */
    boolean isOf(Message message) {
        for (UserProperty property : message.properties()) {
            if (property.name().equals(ID)) {
                return property.value().startsWith(publisher);
            }
        }
        return false;
    }

    /** The properties of the message to the broker: the marks, and those of the client's that the route lets through. */
    List<UserProperty> addTo(Command.Publish command, Set<String> let) {
        List<UserProperty> all = new ArrayList<>(2 + command.props().size());
        CommandId id = command.ownId();
        all.add(new UserProperty(ID, id == null ? idStart : idStart + id.mark()));
        all.addAll(from);
        boolean letsAll = let.contains(ALL);
        for (UserProperty property : command.props()) {
            if (!property.name().startsWith(OURS) && (letsAll || let.contains(property.name()))) {
                all.add(property);
            }
        }
        return all;
    }
}
