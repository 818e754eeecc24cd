package io.apibuddy.domain.fields;

import io.apibuddy.ports.http.Headers;
import java.util.regex.Pattern;

/**
 * Credentials that count for all that follows on their connection, whoever sends it (RFC 4559
 * section 6): a connection that has carried them must not be shared.
 */
public final class ConnectionCredentials {
  private static final Pattern SCHEME =
      Pattern.compile("(NTLM|Negotiate)(\\s.*)?", Pattern.CASE_INSENSITIVE);

  private ConnectionCredentials() {}

  /** Returns whether a request with these fields carries such credentials. */
  public static boolean areIn(Headers fields) {
    return fields.all("Authorization").stream().anyMatch(value -> SCHEME.matcher(value).matches());
  }
}
