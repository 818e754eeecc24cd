package io.apibuddy.http.jetty;

import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.CyclicTimeouts;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * One timer for the time-outs of all exchanges for whose head no thread waits. It expires with the
 * next of them. Safe for concurrent use.
 */
final class HeadDeadlines extends CyclicTimeouts<HeadWait> {

  private final Set<HeadWait> awaited = ConcurrentHashMap.newKeySet();

  HeadDeadlines(Scheduler scheduler) {
    super(scheduler);
  }

  /** Checks the time-outs of an exchange until {@link #end}. */
  void watch(HeadWait wait) {
    awaited.add(wait);
    schedule(wait);
  }

  void end(HeadWait wait) {
    awaited.remove(wait);
  }

  @Override
  protected Iterator<HeadWait> iterator() {
    return awaited.iterator();
  }

  /** Returns false, for no removal: an exchange that is given up calls {@link #end} itself. */
  @Override
  protected boolean onExpired(HeadWait wait) {
    wait.check();
    return false;
  }
}
