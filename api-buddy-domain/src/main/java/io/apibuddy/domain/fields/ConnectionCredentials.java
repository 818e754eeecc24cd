package io.apibuddy.domain.fields;

import io.apibuddy.ports.http.Headers;
import java.util.regex.Pattern;

/**
 * Credentials that authenticate a connection rather than a request (RFC 4559 section 6). They count
 * for everything that follows on the connection, whoever sends it, so such a connection must not be
 * shared.
 */
public final class ConnectionCredentials {
  private static final Pattern SCHEME =
      Pattern.compile("(NTLM|Negotiate)(\\s.*)?", Pattern.CASE_INSENSITIVE);

  private ConnectionCredentials() {}

  /** Returns whether a request's fields contain such credentials. */
  public static boolean areIn(Headers fields) {
    return fields.all("Authorization").stream().anyMatch(value -> SCHEME.matcher(value).matches());
  }
}
