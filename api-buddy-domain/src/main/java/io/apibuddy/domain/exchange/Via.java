package io.apibuddy.domain.exchange;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProtocolVersion;

/**
 * This proxy's member of {@code Via} (RFC 9110 section 7.6.3). Its name is this instance's own, so
 * that two API Buddies in a row are no loop. Immutable.
 */
final class Via {
  private final String pseudonym;

  /**
   * Makes the member.
   *
   * @param instance letters and digits that tell this instance from others
   */
  Via(String instance) {
    pseudonym = "api-buddy-" + instance;
  }

  /** Adds the member behind those that {@code received} has. */
  void add(Headers.Builder fields, Headers received, ProtocolVersion version) {
    String before = received.joined("Via");
    String own = version.number() + ' ' + pseudonym;
    fields.set("Via", before == null ? own : before + ", " + own);
  }

  /** Returns whether a request has been here before. */
  boolean seenIn(Headers received) {
    String via = received.joined("Via");
    if (via == null) {
      return false;
    }
    for (String member : via.split(",", -1)) {
      String[] protocolAndName = member.trim().split("[ \\t]+", 3);
      if (protocolAndName.length > 1 && protocolAndName[1].equalsIgnoreCase(pseudonym)) {
        return true;
      }
    }
    return false;
  }
}
