package io.apibuddy.ports.memory;

/** Bounds of memory that are chosen for a heap of 256 MB and are smaller in a smaller one. */
public final class HeapShare {

  /** A heap of 256 MB in bytes, less the survivor space that a JVM does not count. */
  private static final long USUAL_HEAP = 240L << 20;

  private HeapShare() {}

  /**
   * Returns a bound in bytes for this JVM.
   *
   * @param bytes the bound in a heap of 256 MB or more, in bytes; it is less, in proportion, in a
   *     smaller one
   */
  public static long of(long bytes) {
    return of(bytes, Runtime.getRuntime().maxMemory());
  }

  /**
   * Returns the most bytes that stored responses may take in this JVM: half of the heap, less in a
   * small one. What is not stored needs the rest.
   */
  public static long maxStored() {
    return of(Runtime.getRuntime().maxMemory() / 2);
  }

  static long of(long bytes, long heap) {
    return heap < USUAL_HEAP ? (long) (bytes * ((double) heap / USUAL_HEAP)) : bytes;
  }
}
