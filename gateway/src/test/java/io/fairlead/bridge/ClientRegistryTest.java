package io.fairlead.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.session.ClientKey;
import io.fairlead.session.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class ClientRegistryTest {

    private static final ClientKey TAB = new ClientKey("alice", "tab");

    private final ClientRegistry registry = new ClientRegistry();

    private static final class Session implements ClientRegistry.Seat {
        final String instance;
        final List<Reason> told = new CopyOnWriteArrayList<>();

        Session(String instance) {
            this.instance = instance;
        }

        @Override
        public String instance() {
            return instance;
        }

        @Override
        public void takenOver(Reason reason) {
            told.add(reason);
        }
    }

    private Session registered(ClientKey client, String instance) {
        Session session = new Session(instance);
        registry.register(client, session);
        return session;
    }

    @Test
    void sameClientAgain_endsTheOlderOne_byItsInstance() {
        Session first = registered(TAB, "i1");
        Session second = registered(TAB, "i1");
        Session third = registered(TAB, "i2");

        assertThat(first.told).containsExactly(Reason.SUPERSEDED);
        assertThat(second.told).containsExactly(Reason.TAKEN_OVER);
        assertThat(third.told).isEmpty();
        assertThat(registry.find(TAB)).isSameAs(third);
    }

    @Test
    void clientsOfOtherUsersAndWithoutUser_areOthers() {
        Session alice = registered(TAB, "");
        Session bob = registered(new ClientKey("bob", "tab"), "");
        Session nobody = registered(new ClientKey(null, "tab"), "");

        assertThat(registry.size()).isEqualTo(3);
        assertThat(alice.told).isEmpty();
        assertThat(bob.told).isEmpty();
        assertThat(nobody.told).isEmpty();
    }

    @Test
    void olderSessionThatEndsLater_doesNotTakeTheNewersPlace() {
        Session older = registered(TAB, "i1");
        Session newer = registered(TAB, "i2");

        registry.remove(TAB, older);
        assertThat(registry.find(TAB)).isSameAs(newer);

        registry.remove(TAB, newer);
        assertThat(registry.size()).isZero();
    }

    @Test
    void takeOverFromElsewhere_endsTheSessionHere_once() {
        Session here = registered(TAB, "i1");

        assertThat(registry.takeOver(TAB, "i2")).isTrue();
        assertThat(registry.takeOver(TAB, "i2")).isFalse();
        registry.remove(TAB, here);

        assertThat(here.told).containsExactly(Reason.TAKEN_OVER);
        assertThat(registry.size()).isZero();
    }

    /** Two loops that register the same few clients at the same moments, and end sessions at random. */
    @RepeatedTest(5)
    void twoLoopsAtOnce_everySessionButTheLastIsToldOnce() throws Exception {
        long seed = new Random().nextLong();
        CyclicBarrier start = new CyclicBarrier(2);
        List<List<Session>> sessions = new ArrayList<>();
        List<Thread> loops = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            List<Session> own = new ArrayList<>();
            sessions.add(own);
            Random random = new Random(seed + i);
            loops.add(new Thread(() -> comeAndGo(random, own, start)));
        }
        loops.forEach(Thread::start);
        for (Thread loop : loops) {
            loop.join();
        }

        List<Session> all = sessions.stream().flatMap(List::stream).toList();
        assertThat(all)
                .as("seed %s", seed)
                .allSatisfy(session -> assertThat(session.told).hasSizeLessThanOrEqualTo(1));
        for (int client = 0; client < 3; client++) {
            String instance = Integer.toString(client);
            List<Session> spared = all.stream()
                    .filter(session -> session.instance.equals(instance) && session.told.isEmpty())
                    .toList();
            ClientRegistry.Seat last = registry.find(new ClientKey("alice", instance));
            assertThat(spared).as("seed %s", seed).containsExactly((Session) last);
        }
    }

    private void comeAndGo(Random random, List<Session> own, CyclicBarrier start) {
        try {
            start.await();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        for (int i = 0; i < 3_000; i++) {
            String client = Integer.toString(random.nextInt(3));
            own.add(registered(new ClientKey("alice", client), client));
            Session one = own.get(random.nextInt(own.size()));
            if (!one.told.isEmpty()) {
                registry.remove(new ClientKey("alice", one.instance), one);
            }
        }
    }
}
