package io.apibuddy.domain.cache;

import io.apibuddy.ports.http.Body;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Stand-ins for the boundary in a multipart body that is stored without it. */
public final class BoundaryPlaceholder {
  /** Takes the place of the two hyphens and the boundary at the beginning of a line. */
  public static final int DELIMITER = 1;

  /** Precedes a line that begins with a stand-in, so that no content can pass for a boundary. */
  public static final int ESCAPE = 2;

  private BoundaryPlaceholder() {}

  /** Returns a body in which a boundary takes the places of the stand-ins. */
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
