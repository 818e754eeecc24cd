import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Prints how many nanoseconds a cache line takes to another processor and back: the median of 3,000
 * times ten round trips; 0 if there is no other processor. A program that runs on one processor and
 * is loaded from another gets slower as this time grows, and the host of a virtual machine changes
 * it from minute to minute, so {@code benchmarks/whole} measures it beside each load.
 */
final class Distance {
  private static final int ROUND_TRIPS = 10;
  private static final int TIMES = 3_000;
  private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** 1 on its way there, 0 on its way back, negative at the end. */
  private static volatile int ball;

  private Distance() {}

  public static void main(String[] arguments) throws InterruptedException {
    if (Runtime.getRuntime().availableProcessors() < 2) {
      System.out.println(0);
      return;
    }
    Thread other = new Thread(Distance::sendBack);
    other.start();
    long[] nanos = new long[TIMES];
    long start = System.nanoTime();
    int count = 0;
    do { // bounded, because both threads may have got the same processor
      nanos[count++] = roundTrip();
    } while (count < TIMES && System.nanoTime() - start < TIMEOUT_NANOS);
    ball = -1;
    other.join();
    Arrays.sort(nanos, 0, count);
    System.out.println(nanos[count / 2]);
  }

  private static long roundTrip() {
    long start = System.nanoTime();
    for (int i = 0; i < ROUND_TRIPS; i++) {
      ball = 1;
      while (ball != 0) {}
    }
    return (System.nanoTime() - start) / ROUND_TRIPS;
  }

  private static void sendBack() {
    for (int seen = ball; seen >= 0; seen = ball) {
      if (seen == 1) {
        ball = 0;
      }
    }
  }
}
