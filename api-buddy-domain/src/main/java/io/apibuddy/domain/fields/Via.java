package io.apibuddy.domain.fields;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProtocolVersion;
import org.jspecify.annotations.Nullable;

/**
 * This proxy's member of {@code Via} (RFC 9110 section 7.6.3). Its name is this instance's own, so
 * that two API Buddies in a row are no loop. Immutable.
 */
public final class Via {
  private final String pseudonym;
  private final String usual;

  /**
   * Makes the member.
   *
   * @param instance letters and digits that tell this instance from others
   */
  public Via(String instance) {
    pseudonym = "api-buddy-" + instance;
    usual = ProtocolVersion.HTTP_1_1.number() + ' ' + pseudonym;
  }

  /**
   * Returns the field's value with this member at the end.
   *
   * @param before the value that a message came with, null if there was none
   * @param version the version of HTTP that it came in
   */
  public String behind(@Nullable String before, ProtocolVersion version) {
    String own = version == ProtocolVersion.HTTP_1_1 ? usual : version.number() + ' ' + pseudonym;
    return before == null ? own : before + ", " + own;
  }

  /** Returns whether a request has been here before. */
  public boolean seenIn(Headers received) {
    for (String member : received.elements("Via")) {
      String[] protocolAndName = member.split("[ \\t]+", 3);
      if (protocolAndName.length > 1 && protocolAndName[1].equalsIgnoreCase(pseudonym)) {
        return true;
      }
    }
    return false;
  }
}
