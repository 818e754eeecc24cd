package io.apibuddy.store.sqlite;

import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.local.Compressibility;
import io.apibuddy.ports.store.local.PlatformThreads;
import io.apibuddy.ports.store.local.StoreNotices;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * Compresses chunks where that is worthwhile, on the thread that stores them, because the writer is
 * busy enough. Safe for concurrent use.
 */
final class Packer {
  private static final int THREADS = 2;
  private static final Duration DEADLINE = Duration.ofSeconds(2);

  private final UnaryOperator<byte[]> compression;
  private final StoreNotices notices;
  private final PlatformThreads threads = new PlatformThreads("api-buddy-sqlite-packer", THREADS);
  private volatile boolean enabled;
  private volatile boolean broken;

  /** Creates a packer that runs {@code compression} on platform threads only. */
  Packer(UnaryOperator<byte[]> compression, boolean enabled, StoreNotices notices) {
    this.compression = compression;
    this.enabled = enabled;
    this.notices = notices;
  }

  /** Switches compression on or off for chunks stored from now on. */
  void enable(boolean value) {
    enabled = value;
  }

  /**
   * Returns a chunk as it is to be stored: unchanged unless compression makes it smaller.
   *
   * @param length the length of the whole content as far as it is known
   */
  Chunk pack(byte[] content, ResponseHead head, long length) {
    if (enabled && !broken && content.length > 0 && Compressibility.isWorthwhile(head, length)) {
      byte[] small = threads.run(() -> compressed(content), DEADLINE);
      if (small.length < content.length) {
        return new Chunk(small, Coding.ZSTD);
      }
    }
    return new Chunk(content, Coding.PLAIN);
  }

  void close() {
    threads.close(DEADLINE);
  }

  private byte[] compressed(byte[] content) {
    try {
      return compression.apply(content);
    } catch (LinkageError notLoaded) {
      broken = true;
      notices.warn(
          "store-compression",
          "Responses are stored without compression: " + Compression.withoutLibrary(notLoaded));
      return content;
    }
  }
}
