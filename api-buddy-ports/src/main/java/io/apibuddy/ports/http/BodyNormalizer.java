package io.apibuddy.ports.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings a request body into the canonical form that the cache key is made from, so that equal
 * questions written differently share an entry. Safe for concurrent use.
 */
public interface BodyNormalizer {

  /** Takes every body as it is. */
  BodyNormalizer AS_IS =
      new BodyNormalizer() {
        @Override
        public boolean knows(String mediaType) {
          return false;
        }

        @Override
        public boolean normalize(
            InputStream body, long length, List<String> omit, OutputStream canonical, Room room)
            throws IOException {
          body.transferTo(canonical);
          return true;
        }
      };

  /** Memory in bytes that several share. Safe for concurrent use, never blocks. */
  interface Room {

    /** As much as anybody wants. */
    Room UNLIMITED =
        new Room() {
          @Override
          public boolean tryTake(long bytes) {
            return true;
          }

          @Override
          public void give(long bytes) {}
        };

    /** Takes {@code bytes} if they are left; returns whether they were. */
    boolean tryTake(long bytes);

    /** Gives back what was taken. */
    void give(long bytes);
  }

  /**
   * Returns whether bodies of this media type have a canonical form.
   *
   * @param mediaType type and subtype in lower case without parameters
   */
  boolean knows(String mediaType);

  /**
   * Writes the canonical form of {@code body}, in memory that it takes from {@code room} and has
   * given back when it ends.
   *
   * @param length how long the body is in bytes
   * @param omit JSON pointers (RFC 6901) of members to leave out
   * @return false if the body is not what its media type says, or if there was no room, which
   *     {@code room} has told then (what was written is void and the body counts as it is)
   * @throws IOException only from the two streams
   */
  boolean normalize(
      InputStream body, long length, List<String> omit, OutputStream canonical, Room room)
      throws IOException;

  /**
   * Returns the canonical form of a body that is in memory, as {@link #normalize} has it; it may be
   * remembered from an earlier call.
   *
   * @param omit JSON pointers (RFC 6901) of members to leave out
   * @return null if the body is not what its media type says and counts as it is
   * @throws IOException as {@link #normalize} does, which has nothing to throw it for in memory
   */
  default @Nullable CanonicalForm form(Body.Bytes body, List<String> omit) throws IOException {
    ByteArrayOutputStream canonical = new ByteArrayOutputStream((int) body.length());
    return normalize(body.stream(), body.length(), omit, canonical, Room.UNLIMITED)
        ? CanonicalForm.of(canonical.toByteArray())
        : null;
  }

  /**
   * Returns one that makes the same forms and keeps nothing of a body when a call has ended, for
   * those that must not be stored (RFC 9111 section 5.2.1.5); this one, if it never does.
   */
  default BodyNormalizer withoutMemory() {
    return this;
  }
}
