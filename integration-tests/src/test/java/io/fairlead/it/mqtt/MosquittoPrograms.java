package io.fairlead.it.mqtt;

import io.fairlead.it.MosquittoClients;
import io.fairlead.it.MosquittoSubscriber;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** mosquitto_sub for what comes, and a mosquitto_pub for each message that goes. */
final class MosquittoPrograms implements ForeignClient {

    private final MosquittoClients programs;
    private final String[] arguments;
    private @Nullable MosquittoSubscriber subscriber;

    MosquittoPrograms(Entry entry) {
        programs = new MosquittoClients(entry.door().port());
        arguments = arguments(entry).toArray(String[]::new);
    }

    /** What mosquitto_pub, mosquitto_sub and mosquitto_rr need to connect there. */
    static List<String> arguments(Entry entry) {
        List<String> made = new ArrayList<>(List.of("-V", entry.isVersion5() ? "mqttv5" : "mqttv311"));
        String password = entry.password();
        if (password != null) {
            made.addAll(List.of("-u", "ignored", "-P", password));
        }
        if (entry.door().authority() != null) {
            made.addAll(List.of("--cafile", entry.door().authority().toString()));
        }
        return made;
    }

    @Override
    public Answer subscribe(String filter, int qos) {
        subscriber = programs.subscribe(filter, with("-q", Integer.toString(qos)));
        return new Answer(qos, null);
    }

    @Override
    public Answer publish(String topic, String text, int qos, boolean retain) {
        List<String> further = new ArrayList<>(List.of("-q", Integer.toString(qos)));
        if (retain) {
            further.add("-r");
        }
        programs.publish(topic, text, with(further.toArray(String[]::new)));
        return Answer.DONE;
    }

    private String[] with(String... further) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(further));
        return all.toArray(String[]::new);
    }

    @Override
    public List<Arrived> arrived() {
        return subscriber == null
                ? List.of()
                : subscriber.received().stream()
                        .map(one -> new Arrived(one.topic(), one.text(), one.qos(), one.retain()))
                        .toList();
    }

    @Override
    public List<Answer> ends() {
        return List.of();
    }

    @Override
    public boolean sessionPresent() {
        return false;
    }

    @Override
    public void close() {
        if (subscriber != null) {
            subscriber.close();
        }
    }

    @Override
    public void drop() {
        throw new UnsupportedOperationException("mosquitto_sub sends DISCONNECT when it is ended");
    }
}
