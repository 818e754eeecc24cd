package io.apibuddy.bootstrap.slowclients;

import io.apibuddy.bootstrap.system.Client;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/** Sends requests at a steady pace, every tenth for something new. For use by one thread. */
final class OrdinaryClient {
  private static final long PACE_NANOS = Duration.ofMillis(5).toNanos();
  private static final int NEW_EACH = 10;

  private final String baseUrl;
  private final Client client = new Client();
  private int asked;

  OrdinaryClient(String baseUrl) {
    this.baseUrl = baseUrl;
  }

  /**
   * The response times and failures. Times count from when a request was due, so that a stall
   * counts for all requests that it delayed.
   *
   * @param median the median response time in milliseconds
   * @param p99 the 99th percentile of the response times in milliseconds
   * @param longest the longest response time in milliseconds
   * @param failures the number of requests without an answer or with another status than 200
   */
  record Experience(double median, double p99, double longest, int failures) {

    private static Experience of(double[] millis, int failures) {
      double[] sorted = millis.clone();
      Arrays.sort(sorted);
      return new Experience(
          sorted[sorted.length / 2],
          sorted[sorted.length * 99 / 100],
          sorted[sorted.length - 1],
          failures);
    }
  }

  /** Sends requests for a while. */
  Experience askFor(Duration length) throws InterruptedException {
    double[] millis = new double[(int) (length.toNanos() / PACE_NANOS)];
    int failures = 0;
    long begun = System.nanoTime();
    for (int i = 0; i < millis.length; i++) {
      long due = begun + i * PACE_NANOS;
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      if (!isAnswered()) {
        failures++;
      }
      millis[i] = (System.nanoTime() - due) / 1e6;
    }
    return Experience.of(millis, failures);
  }

  private boolean isAnswered() throws InterruptedException {
    asked++;
    String target = asked % NEW_EACH == 0 ? "/small?" + asked : "/small";
    try {
      return client.get(baseUrl + target).statusCode() == 200;
    } catch (IOException none) {
      return false;
    }
  }
}
