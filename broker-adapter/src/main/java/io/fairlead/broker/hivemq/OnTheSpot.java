package io.fairlead.broker.hivemq;

import io.reactivex.Scheduler;
import io.reactivex.disposables.Disposable;
import io.reactivex.disposables.Disposables;
import java.util.concurrent.TimeUnit;

/**
 * A scheduler that runs every task at once on the thread that schedules it. The library calls back on the link's loop,
 * and so callbacks stay there instead of changing to a thread of a pool.
 */
final class OnTheSpot extends Scheduler {

    static final OnTheSpot SCHEDULER = new OnTheSpot();

    private OnTheSpot() {}

    @Override
    public Disposable scheduleDirect(Runnable task) {
        task.run();
        return Disposables.disposed();
    }

    @Override
    public Worker createWorker() {
        return new OnTheSpotWorker();
    }

    private static final class OnTheSpotWorker extends Worker {
        private volatile boolean disposed;

        @Override
        public Disposable schedule(Runnable task) {
            if (!disposed) {
                task.run();
            }
            return Disposables.disposed();
        }

        @Override
        public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
            if (delay > 0) {
                throw new UnsupportedOperationException("nothing here is scheduled for later");
            }
            return schedule(task);
        }

        @Override
        public void dispose() {
            disposed = true;
        }

        @Override
        public boolean isDisposed() {
            return disposed;
        }
    }
}
