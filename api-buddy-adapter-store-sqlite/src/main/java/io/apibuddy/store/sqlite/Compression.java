package io.apibuddy.store.sqlite;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;

/**
 * Compression with Zstandard at its fastest regular level: twice as fast as gzip at its fastest,
 * three times as fast to decompress, and smaller. Native code; not for virtual threads.
 */
final class Compression {
  private static final int LEVEL = 1;
  private static final String FAILED = "a stored response cannot be decompressed";

  private Compression() {}

  static byte[] compress(byte[] content) {
    return Zstd.compress(content, LEVEL);
  }

  /**
   * Returns the decompressed content of {@code length} bytes.
   *
   * @param data a result of {@link #compress}, whose checksum the caller has verified
   * @throws StoreException if the native library cannot be loaded or fails, which does not mean
   *     that the stored data is damaged
   */
  static byte[] decompress(byte[] data, int length) {
    try {
      byte[] content = new byte[length];
      if (Zstd.decompress(content, data) == length) {
        return content;
      }
      throw new StoreException(Kind.IO, FAILED + ": it is not as long as it was");
    } catch (ZstdException e) {
      throw new StoreException(Kind.IO, FAILED + ": " + e.getMessage(), e);
    } catch (LinkageError notLoaded) {
      throw new StoreException(Kind.IO, FAILED + ": " + withoutLibrary(notLoaded), notLoaded);
    }
  }

  /** Describes why the native library cannot be used, and what to do about it. */
  static String withoutLibrary(LinkageError notLoaded) {
    return "its native library cannot be loaded ("
        + notLoaded
        + "). The directory for temporary files, "
        + System.getProperty("java.io.tmpdir")
        + ", must allow execution; -Djava.io.tmpdir=DIRECTORY names another.";
  }
}
