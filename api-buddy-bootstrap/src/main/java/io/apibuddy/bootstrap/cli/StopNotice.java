package io.apibuddy.bootstrap.cli;

import io.apibuddy.ports.store.local.PlatformThreads;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Prints a line about requests in progress if a proxy takes more than a moment to stop. */
final class StopNotice {
  private static final long DELAY_MILLIS = 500;

  private final CountDownLatch stopped = new CountDownLatch(1);
  private final PrintWriter out;
  private final Duration grace;

  private StopNotice(PrintWriter out, Duration grace) {
    this.out = out;
    this.grace = grace;
  }

  /**
   * Starts to wait for the proxy's end.
   *
   * @param grace the maximum time for requests in progress
   */
  static StopNotice begin(PrintWriter out, Duration grace) {
    StopNotice notice = new StopNotice(out, grace);
    PlatformThreads.daemon("api-buddy-stop-notice", notice::waitAndPrint).start();
    return notice;
  }

  private void waitAndPrint() {
    try {
      if (!stopped.await(DELAY_MILLIS, TimeUnit.MILLISECONDS)) {
        out.println(
            "stopping: requests in progress have up to "
                + text(grace)
                + " (server.shutdown_grace)");
        out.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String text(Duration time) {
    return time.toMillisPart() == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }

  /** Records that the proxy has ended, so that no notice is printed any more. */
  void end() {
    stopped.countDown();
  }
}
