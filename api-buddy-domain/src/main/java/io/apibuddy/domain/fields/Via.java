package io.apibuddy.domain.fields;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProtocolVersion;
import org.jspecify.annotations.Nullable;

/**
 * This proxy's member of {@code Via} (RFC 9110 section 7.6.3). The pseudonym in it is unique to
 * this instance, so that two API Buddies in a row are not mistaken for a loop. Immutable.
 */
public final class Via {
  private final String pseudonym;
  private final String http11Member;

  /**
   * Creates the member.
   *
   * @param instance letters and digits that distinguish this instance from others
   */
  public Via(String instance) {
    pseudonym = "api-buddy-" + instance;
    http11Member = ProtocolVersion.HTTP_1_1.number() + ' ' + pseudonym;
  }

  /**
   * Returns the field's value with this member at its end.
   *
   * @param existing the value that the message came with, null if there was none
   * @param version the version of HTTP in which the message came
   */
  public String appendTo(@Nullable String existing, ProtocolVersion version) {
    String own =
        version == ProtocolVersion.HTTP_1_1 ? http11Member : version.number() + ' ' + pseudonym;
    return existing == null ? own : existing + ", " + own;
  }

  /** Returns whether a request has passed through this instance before. */
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
