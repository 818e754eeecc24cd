package io.apibuddy.ports.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Converts a request body into the canonical form that the cache key is computed from, so that
 * equal requests written differently share an entry. Safe for concurrent use.
 */
public interface BodyNormalizer {

  /** Leaves every body as it is. */
  BodyNormalizer AS_IS =
      new BodyNormalizer() {
        @Override
        public boolean knows(String mediaType) {
          return false;
        }

        @Override
        public boolean normalize(
            InputStream body,
            long length,
            List<String> omit,
            OutputStream canonical,
            MemoryBudget budget)
            throws IOException {
          body.transferTo(canonical);
          return true;
        }
      };

  /** A memory budget in bytes that several users share. Safe for concurrent use, never blocks. */
  interface MemoryBudget {

    /** An unlimited budget. */
    MemoryBudget UNLIMITED =
        new MemoryBudget() {
          @Override
          public boolean tryReserve(long bytes) {
            return true;
          }

          @Override
          public void release(long bytes) {}
        };

    /** Reserves {@code bytes} if that many are left; returns whether it did. */
    boolean tryReserve(long bytes);

    /** Gives {@code bytes} back to the budget. */
    void release(long bytes);
  }

  /**
   * Returns whether bodies of this media type have a canonical form.
   *
   * @param mediaType type and subtype in lower case without parameters
   */
  boolean knows(String mediaType);

  /**
   * Writes the canonical form of {@code body}. Memory for it is reserved from {@code budget} and
   * given back before this method ends.
   *
   * @param length the length of the body in bytes
   * @param omit JSON pointers (RFC 6901) to members to leave out
   * @return false if the body is not what its media type says or if {@code budget} refused memory;
   *     what was written is then void, and the body itself takes part in the key
   * @throws IOException only if one of the two streams does
   */
  boolean normalize(
      InputStream body, long length, List<String> omit, OutputStream canonical, MemoryBudget budget)
      throws IOException;

  /**
   * Returns the canonical form of a body in memory, as {@link #normalize} would write it. An
   * implementation may return a result that it remembers from an earlier call.
   *
   * @param omit JSON pointers (RFC 6901) to members to leave out
   * @return null if the body is not what its media type says; the body itself then takes part in
   *     the key
   * @throws IOException declared by {@link #normalize}; streams in memory do not throw it
   */
  default @Nullable CanonicalForm form(Body.Bytes body, List<String> omit) throws IOException {
    ByteArrayOutputStream canonical = new ByteArrayOutputStream((int) body.length());
    return normalize(body.stream(), body.length(), omit, canonical, MemoryBudget.UNLIMITED)
        ? CanonicalForm.of(canonical.toByteArray())
        : null;
  }

  /**
   * Returns a normalizer that produces the same forms but keeps nothing of a body after a call, for
   * requests that must not be stored (RFC 9111 section 5.2.1.5). Returns this normalizer if it
   * keeps nothing anyway.
   */
  default BodyNormalizer withoutMemory() {
    return this;
  }
}
