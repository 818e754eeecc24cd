package io.apibuddy.bootstrap.config;

/**
 * Bounds the number of workers by the heap. One whose client is slow to take a long answer that is
 * being stored holds some 120 KB of the heap, and as much outside it for stacks and sockets.
 */
final class WorkerLimit {
  /** What a proxy without slow clients has of the heap, in bytes. */
  private static final long WITHOUT = 42L << 20;

  /** How much of the rest there is for each worker, in bytes. */
  private static final long EACH = 200L << 10;

  /** How many any heap has room for; fewer would leave none for health checks beside streams. */
  private static final int LEAST = 32;

  private WorkerLimit() {}

  /** Returns the configured number of workers, or as many as this JVM's heap has room for. */
  static int of(long configured) {
    return of(configured, Runtime.getRuntime().maxMemory());
  }

  static int of(long configured, long heap) {
    long most = Math.max(LEAST, (heap - WITHOUT) / EACH);
    return Math.toIntExact(Math.min(configured, most));
  }
}
