package io.apibuddy.bootstrap.cli;

import io.apibuddy.ports.store.local.PlatformThreads;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Says why a proxy that was told to end does not end at once, if it does not. */
final class StopNotice {
  private static final long PATIENCE_MILLIS = 500;

  private final CountDownLatch stopped = new CountDownLatch(1);
  private final PrintWriter out;
  private final Duration grace;

  private StopNotice(PrintWriter out, Duration grace) {
    this.out = out;
    this.grace = grace;
  }

  /**
   * Begins to wait for the end.
   *
   * @param grace how long requests in progress may take
   */
  static StopNotice begin(PrintWriter out, Duration grace) {
    StopNotice notice = new StopNotice(out, grace);
    PlatformThreads.daemon("api-buddy-stop-notice", notice::waitAndSay).start();
    return notice;
  }

  private void waitAndSay() {
    try {
      if (!stopped.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        out.println(
            "stopping: requests in progress have up to "
                + text(grace)
                + " (server.shutdown_grace)");
        out.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody waits for it
    }
  }

  private static String text(Duration time) {
    return time.toMillisPart() == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }

  /** Takes note that the proxy has ended. */
  void end() {
    stopped.countDown();
  }
}
