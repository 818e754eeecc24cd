package io.apibuddy.domain.cache;

import io.apibuddy.ports.http.Body;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What stands in a multipart body for the boundary that was left out of it. */
public final class ErasedBoundary {
  /** Stands for the boundary's line, at the beginning of one. */
  public static final int DELIMITER = 1;

  /** Precedes a line that begins like a stand-in, so that no content can pass for a boundary. */
  public static final int ESCAPE = 2;

  private ErasedBoundary() {}

  /** Returns a body from which a boundary was left out, with another in its places. */
  public static Body.Bytes restored(Body.Bytes erased, String boundary) {
    byte[] octets = erased.toByteArray();
    ByteArrayOutputStream out = new ByteArrayOutputStream(octets.length);
    for (int i = 0; i < octets.length; i++) {
      boolean atLineStart = i == 0 || octets[i - 1] == '\n';
      if (atLineStart && octets[i] == DELIMITER) {
        out.writeBytes(("--" + boundary).getBytes(StandardCharsets.ISO_8859_1));
      } else if (!(atLineStart && octets[i] == ESCAPE)) {
        out.write(octets[i]);
      }
    }
    return new Body.Bytes(out.toByteArray());
  }
}
