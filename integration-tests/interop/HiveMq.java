import io.fairlead.broker.embedded.EmbeddedBroker;
import java.util.concurrent.CountDownLatch;

/** A HiveMQ CE as the product embeds it, in a process of its own: HiveMq.java PORT. */
final class HiveMq {

    public static void main(String[] args) throws InterruptedException {
        EmbeddedBroker broker = EmbeddedBroker.start(Integer.parseInt(args[0]));
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
        new CountDownLatch(1).await();
    }
}
